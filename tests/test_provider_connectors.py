"""Connectors for every provider of the table, made up at random: right ones are clean, wrong ones give one rule.

What is right is read from the table itself here, not from the engine.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.provider_blueprints import SECRET_FIELDS, Draft, bearer, key, login, oauth2, rules_of
else:
    from provider_blueprints import SECRET_FIELDS, Draft, bearer, key, login, oauth2, rules_of

TABLE = json.loads((Path(__file__).parent.parent / "rules" / "providers.json").read_text(encoding="utf-8"))
PROVIDERS: list[dict[str, Any]] = TABLE["providers"]
GRANTS = ("client_credentials", "refresh_token", "authorization_code")
SECRETS = ("api_key", "api_token", "token", "write_key")
# Advice on a method that works. What of it is due for OAuth2 is told exactly, below.
ADVICE = {"api-key-in-query", "prefer-bearer"}


def in_use(entry: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    return [method for method in entry["auth"] if "retired" not in method and kind in ("", method["kind"])]


def is_certain(method: dict[str, Any]) -> bool:
    words = [word for word in method["by"].split() if word != "public"]
    return len(words) + len(method.get("at", [])) > 1


def is_judged(entry: dict[str, Any]) -> bool:
    return bool(entry.get("complete")) and any(map(is_certain, in_use(entry)))


def is_bearer(method: dict[str, Any]) -> bool:
    """Whether its token can be entered as a bearer token."""
    ways = method.get("sent_as", [])
    own = {"header": "Authorization", "prefix": "Bearer "}
    return method["kind"] == "bearer" or (method["kind"] == "oauth2" and (not ways or own in ways))


def is_shared(entry: dict[str, Any], host: str) -> bool:
    """Whether another provider has a host of its own below a pattern."""
    others = [name for other in PROVIDERS if other is not entry for name in other["hosts"]]
    return host.startswith("*.") and any(other.endswith(host[1:]) for other in others)


def host_of(entry: dict[str, Any], chance: random.Random) -> str:
    host = chance.choice(entry["hosts"])
    if is_shared(entry, host):
        return str(host.replace("*", "acme"))  # a placeholder would leave open whose it is
    for name in ("{subdomain}", "{region}"):
        host = host.replace("*", chance.choice([name, "acme", f"acme-{name}", f"{name}.acme"]), 1)
    return str(host)


def token_url_of(method: dict[str, Any], chance: random.Random) -> str:
    url = chance.choice(method["token_urls"])[len("https://") :]
    for name in ("{tenant}", "{realm}"):
        url = url.replace("{}", chance.choice([name, "acme"]), 1)
    return str(url)


def in_any_case(name: str, chance: random.Random) -> str:
    return chance.choice([name, name.lower(), name.upper()])


def right(entry: dict[str, Any], method: dict[str, Any], chance: random.Random) -> Draft:
    """A connector that does what a method says."""
    host = host_of(entry, chance)
    if method["kind"] == "bearer":
        return bearer(host)
    if method["kind"] == "basic_http":
        return login(host)
    if method["kind"] == "api_key":
        name = in_any_case(method["header"], chance) if "header" in method else method["query"]
        return key(host, name, "header" if "header" in method else "query_param", method.get("prefix", ""))
    grant = chance.choice([grant for grant in GRANTS if grant in method["grants"]])
    basic = method.get("basic_auth", chance.choice([True, False, None]))
    return oauth2(host, token_url_of(method, chance), grant, basic=basic)


def offers_oauth2(entry: dict[str, Any]) -> bool:
    """Whether OAuth2 is to be advised: with a grant for which nobody has to be there."""
    return (
        is_judged(entry)
        and "static" not in entry
        and any(
            is_certain(method) and is_bearer(method) and set(method["grants"]) & set(GRANTS[:2])
            for method in in_use(entry, "oauth2")
        )
    )


def advice(entry: dict[str, Any], draft: Draft) -> set[str]:
    return {"prefer-oauth2"} if draft.auth_type != "oauth2" and offers_oauth2(entry) else set()


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry["name"])
def test_scopes_are_right_where_they_are_few_or_something_is_written(entry: dict[str, Any]) -> None:
    chance = random.Random(entry["name"])
    for _, draft in scopes(entry, chance):
        for other in (draft.but(method="POST"), draft.but(scopes="acme.read")):
            assert set(rules_of(other)) == set(), other.text


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry["name"])
def test_what_the_table_says_is_clean(entry: dict[str, Any]) -> None:
    chance = random.Random(entry["name"])
    for method in in_use(entry):
        if method["kind"] != "url":
            for _ in range(4):
                draft = right(entry, method, chance).but(quote=chance.choice("\"'"))
                assert set(rules_of(draft)) - ADVICE == advice(entry, draft), draft.text


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry["name"])
def test_what_is_wrong_in_one_respect_gives_exactly_that_rule(entry: dict[str, Any]) -> None:
    chance = random.Random(entry["name"])
    expected = [*typos(entry, chance)]
    if is_judged(entry):
        for part in PARTS:
            expected += part(entry, chance)
    for rule, draft in expected:
        found = set(rules_of(draft)) - ADVICE - ({"prefer-oauth2"} - {rule})
        assert found == {rule}, draft.text


@pytest.mark.parametrize(
    "entry", [entry for entry in PROVIDERS if not is_judged(entry)], ids=lambda entry: entry["name"]
)
def test_nothing_is_called_wrong_where_not_all_is_known(entry: dict[str, Any]) -> None:
    chance = random.Random(entry["name"])
    for part in (methods, keys, logins, retired, scopes, unasked):
        for _, draft in part(entry, chance):
            assert set(rules_of(draft)) - ADVICE == set(), draft.text


def test_every_rule_is_tried_often_enough() -> None:
    tried: dict[str, int] = {}
    for entry in filter(is_judged, PROVIDERS):
        chance = random.Random(entry["name"])
        for part in (*PARTS, typos):
            for rule, _ in part(entry, chance):
                tried[rule] = tried.get(rule, 0) + 1
    assert set(tried) == {name for name, rule in all_rules().items() if rule.category == "provider"}
    assert tried.pop("retired-credential") == 8
    assert min(tried.values()) >= 15, tried


def methods(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    """Those that the provider does not take."""
    host = host_of(entry, chance)
    kinds = {method["kind"] for method in entry["auth"]}
    if any(map(is_bearer, in_use(entry))):
        kinds.add("bearer")
    if any("sent_as" in method for method in entry["auth"]):
        kinds.add("api_key")
    others = {
        "bearer": bearer(host),
        "basic_http": login(host),
        "api_key": key(host, "X-Nobody-Knows"),
        "oauth2": oauth2(host, "auth.example.com/oauth/token"),
    }
    yield from (("provider-auth-type", draft) for kind, draft in others.items() if kind not in kinds)


def tokens(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    for method in filter(is_certain, in_use(entry, "oauth2")):
        draft = right(entry, method, chance).but(is_basic_auth=method.get("basic_auth"))
        yield "provider-token-url", draft.but(token_url=f"{draft.token_url.rstrip('/')}/nowhere")
        yield "provider-token-url", draft.but(token_url="https://auth.example.com/oauth/token")
        for grant in set(method.get("not_grants", ())) & set(GRANTS):
            yield "provider-grant-type", draft.but(grant_type=grant)
        if "basic_auth" in method:
            first = method["token_urls"][0].replace("{}", "acme")
            wrong = draft.but(token_url=first)
            yield "provider-basic-auth", wrong.but(is_basic_auth=not method["basic_auth"])
            if method["basic_auth"]:
                yield "provider-basic-auth", wrong.but(is_basic_auth=None)


def keys(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    for method in filter(is_certain, in_use(entry, "api_key")):
        draft = right(entry, method, chance)
        location = draft.location
        yield (
            "provider-key-name",
            key(draft.host, "X-Nobody-Knows" if location == "header" else "nobody_knows", location),
        )
        same = [
            other
            for other in in_use(entry, "api_key")
            if other.get("header", "").lower() == method.get("header", "-").lower()
        ]
        takes_bearer = method.get("header") == "Authorization" and in_use(entry, "bearer")
        if same and all(other.get("prefix") for other in same if is_certain(other)) and not takes_bearer:
            yield "provider-key-prefix", draft.but(presets={"key_name": draft.presets["key_name"]})


def logins(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    for method in filter(is_certain, in_use(entry, "basic_http")):
        if method["username"] in SECRETS and method["password"] in ("empty", "any", "literal"):
            yield "unencrypted-username", right(entry, method, chance).but(encrypted=SECRET_FIELDS)


def retired(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    for method in entry["auth"]:
        if "retired" in method and is_certain(method):
            yield "retired-credential", right(entry, method, chance)


def scopes(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    """Each scope that allows too much, beside another, where nothing is written."""
    for method in in_use(entry, "oauth2"):
        for scope in method.get("broad", ()):
            others = ["acme.read", scope.replace("*", "acme")]
            draft = right(entry, method, chance).but(method=chance.choice(["GET", "get", "HEAD"]))
            between = "," if method.get("commas") else " "
            yield "broad-scopes", draft.but(scopes=between.join(chance.sample(others, 2)))


def unasked(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    """A credential that stays where OAuth2 is offered."""
    for method in in_use(entry):
        if method["kind"] not in ("oauth2", "url") and (offers_oauth2(entry) or not is_judged(entry)):
            yield "prefer-oauth2", right(entry, method, chance)


def typos(entry: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Draft]]:
    """One letter of what somebody registered is another one, which no provider has there."""
    host = host_of(entry, chance)
    *before, label, top = host.split(".")
    is_below = f"{label}.{top}" in ("co.uk", "com.au", "com.br", "co.jp")
    if len(label) >= 6 and not is_below and in_use(entry)[0]["kind"] != "url":
        at = chance.randrange(len(label))
        wrong = label[:at] + ("q" if label[at] != "q" else "x") + label[at + 1 :]
        yield "typo-host", bearer(".".join([*before, wrong, top]))


PARTS = (methods, tokens, keys, logins, retired, scopes, unasked)
