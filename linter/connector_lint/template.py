"""Prints how to authenticate with a known provider: the part of a Blueprint that all its connectors share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.credentials import is_credential_name
from connector_lint.errors import ConfigError
from connector_lint.provider_facts import UNATTENDED, Method, Sending
from connector_lint.providers import all_providers, host_names, named
from connector_lint.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.provider_facts import Provider

_PARTS = ("subdomain", "region")  # what the labels are called that differ from customer to customer
_ENTER = {
    "empty": "leave it empty",
    "any": "any text will do",
    "username": "a user's name",
    "password": "the user's password",
    "email": "a user's e-mail address",
    "email/token": "a user's e-mail address, and /token behind it",
}
_FIELDS = {"refresh_token": ["refresh_token"], "authorization_code": ["code", "redirect_uri"]}


def printed(name: str) -> str:
    """The template of a provider, by name or host; for an empty name a list of all. Raises ConfigError."""
    if not name.strip():
        return "".join(f"{provider.name}  ({', '.join(provider.hosts)})\n" for provider in all_providers())
    provider = named(name)
    if provider is None:
        near = closest(name.strip(), [*(provider.name for provider in all_providers()), *host_names()], cutoff=0.6)
        hint = f"did you mean {near}?" if near else "connector-lint --template lists those that are known"
        raise ConfigError(f"no provider is known by the name or host {name.strip()!r}: {hint}")
    return template(provider)


def template(provider: Provider) -> str:
    """A Blueprint's parameters, connector and check of the credential for a provider, by the best of its methods."""
    best = best_method(provider)
    host = filled(provider.hosts[0].replace("*", "{}"))
    token_url = filled(usual_token_url(best, provider.hosts[0].replace("*", "{}"))) if best.kind == "oauth2" else ""
    path = f"{best.before[0]}{{api_token}}" if best.kind == "url" else ""
    lines = [
        f"# {provider.name}: {f'see {provider.docs}' if provider.docs else 'compare it with the documentation'}",
        *(f"# Every request needs the query parameter {way.key_name} as well." for way in _queries(best)),
        "interface_parameters:",
        "  section:",
        "    source:",
        *_parameters(f"{host} {token_url}", best),
        *_authentication(provider, best, token_url),
        "connector:",
        f'  name: "{provider.name}"',
        f'  base_url: "https://{host}{path}"',
        *_headers(best),
        *_check(provider),
    ]
    return "\n".join(lines) + "\n"


def best_method(provider: Provider) -> Method:
    """What a new connector should use: OAuth2 that needs nobody, a header rather than the URL, what is certain."""
    if provider.unattended and not provider.static:
        return provider.unattended
    methods = list(provider.methods)
    for method in provider.methods:
        methods += [Method("api_key", method.sources, way) for way in method.sent_as]
    return min(methods, key=_rank)


def _rank(method: Method) -> tuple[int, int, bool]:
    order = ("bearer", "api_key", "basic_http", "oauth2", "url")
    in_url = int(method.kind == "url" or bool(method.sending and method.sending.location == "query_param"))
    unusable = 2 if method.kind == "oauth2" and not method.is_bearer_token else in_url
    return unusable, order.index(method.kind), not method.is_certain


def usual_token_url(method: Method, host: str) -> str:
    """The one on the base URL's own host, else one that needs nothing filled in, else the usual one."""
    own = [url for url in method.token_urls if url.split("/")[2] == host]
    plain = [url for url in method.token_urls if "{}" not in url]
    is_special = method.client_credentials_url and "client_credentials" in method.grants
    return next(iter([*([method.client_credentials_url] if is_special else []), *own, *plain, *method.token_urls]))


def filled(text: str) -> str:
    """A host or URL of the table with a name for each part that is the customer's own."""
    host_end = text.find("/", len("https://"))
    host, path = (text, "") if host_end < 0 else (text[:host_end], text[host_end:])
    for name in _PARTS:
        host = host.replace("{}", f"{{{name}}}", 1)
    return host + path.replace("{}", "{tenant}")


def _parameters(urls: str, method: Method) -> Iterator[str]:
    """What users fill in beside the credential."""
    names = [*dict.fromkeys(re.findall(r"\{(\w+)\}", urls)), *(["api_token"] if method.kind == "url" else [])]
    for name in (*names, *map(_parameter_name, _also_headers(method))):
        yield f'      - name: "{name}"'
        yield '        type: "string"'
        if is_credential_name(name):
            yield "        is_encrypted: true"


def _authentication(provider: Provider, method: Method, token_url: str) -> Iterator[str]:
    if method.kind == "url":
        return
    yield f'      - name: "{auth_name(provider)}"'
    yield '        type: "authentication"'
    yield f'        auth_type: "{method.kind}"'
    if method.sending:
        yield f'        location: "{method.sending.location}"'
    if method.kind == "oauth2":
        yield "        oauth2_settings:"
        yield f'          grant_type: "{usual_grant(method)}"'
        yield f'          token_url: "{token_url}"'
        if method.basic_auth is not None:
            yield f"          is_basic_auth: {str(method.basic_auth).lower()}"
    yield "        fields:"
    for field, value, comment in fields_to_enter(method):
        yield f'          - name: "{field}"{f"  # {comment}" if comment else ""}'
        yield '            type: "string"'
        if value:
            yield f'            value: "{value}"'
        if is_secret(method, field):
            yield "            is_encrypted: true"


def auth_name(provider: Provider) -> str:
    """What the authentication with a provider is called."""
    return re.sub(r"[^a-z0-9]+", "_", provider.name.lower()).strip("_") + "_auth"


def is_secret(method: Method, field: str) -> bool:
    """Whether a field of a method's authentication has to be encrypted."""
    is_key = method.username in ("api_key", "api_token", "token", "write_key")
    return is_key if field == "username" else field not in ("key_name", "client_id", "code", "redirect_uri")


def fields_to_enter(method: Method) -> Iterator[tuple[str, str, str]]:
    """Name, preset value and what to enter of each field of a method's authentication."""
    if method.kind == "bearer":
        yield "bearer_token", "", "an API token or access token"
    elif method.kind == "basic_http":
        yield from (_login(method, name, getattr(method, name)) for name in ("username", "password"))
    elif method.sending:
        prefix = method.sending.prefix or ""
        yield "key_name", method.sending.key_name, ""
        yield "key_value", prefix, "enter the key behind the prefix" if prefix else "the key alone"
    else:
        yield "client_id", "", "of an application that is registered with the provider"
        for name in ("client_secret", *_FIELDS.get(usual_grant(method), ())):
            yield name, "", ""


def _login(method: Method, name: str, word: str) -> tuple[str, str, str]:
    if word == "literal":
        return name, min(method.literals), "this very text"
    return name, "", _ENTER.get(word, f"the {word.replace('_', ' ')}")


def usual_grant(method: Method) -> str:
    """The grant of an OAuth2 that is to be used: one that needs nobody before others."""
    return next((grant for grant in (*UNATTENDED, "authorization_code") if grant in method.grants), method.grants[0])


def _also_headers(method: Method) -> list[Sending]:
    return [way for way in method.also if way.location == "header"]


def _queries(method: Method) -> list[Sending]:
    return [way for way in method.also if way.location == "query_param"]


def _parameter_name(way: Sending) -> str:
    return way.key_name.lower().replace("-", "_")


def _headers(method: Method) -> Iterator[str]:
    if _also_headers(method):
        yield "  default_headers:"
        yield from (f'    {way.key_name}: "{{{_parameter_name(way)}}}"' for way in _also_headers(method))


def _check(provider: Provider) -> Iterator[str]:
    """The step that tries the credential before a run."""
    comment = "" if provider.check else "  # replace it by a light endpoint that needs the credential"
    yield "pre_run_configurations:"
    yield '  name: "Validate authentication"'
    yield "  steps:"
    yield '    - name: "Auth check"'
    yield '      type: "rest"'
    yield '      http_method: "GET"'
    yield f'      endpoint: "{{{{%BASE_URL%}}}}{provider.check or "/me"}"{comment}'
