"""Credentials of known formats: one of each, made at run time, is found wherever it stands, and near misses are not."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import random
import re
import string
import uuid
from typing import TYPE_CHECKING

import pytest

from connector_lint import Config, check
from connector_lint.credential_checks import checksum
from connector_lint.credential_formats import Format, Piece, find_credentials, formats
from connector_lint.credential_samples import Sample, sample, token

FORMATS = {form.id: form for form in formats()}
if TYPE_CHECKING:
    from collections.abc import Iterable

ALONE = Config(select=frozenset(["hardcoded-secret"]))
HEAD = "connector:\n  name: Orders\n"
# `@` is the credential. A key's line breaks are written as escapes, so every sample fits into one line.
PLACES = {
    "plain": HEAD + "  description: @\n",
    "double quotes": HEAD + '  description: "see @ please"\n',
    "single quotes": HEAD + "  description: 'see @'\n",
    "comment": HEAD + "  # curl @ | head\n",
    "comment behind a value": HEAD + "  description: none # @\n",
    "literal block": HEAD + "  description: |\n    Ask\n      for @\n    and more.\n",
    "folded block": HEAD + "  description: >-\n    Ask for\n    @ or\n    more.\n",
    "JSON body": HEAD + 'steps:\n  - body: \'{"note": "@", "x": 1}\'\n',
    "path of a URL": HEAD + "  base_url: 'https://api.example.com/v1/@?page=1'\n",
    "key": HEAD + "  ? '@'\n  : 1\n",
    "item of a flow list": HEAD + "  tags: ['a', '@']\n",
    "duplicate that loses": HEAD + "  description: '@'\n  description: none\n",
}


def findings(text: str) -> list[tuple[int, int, int]]:
    """Lines and columns of what the rule alone finds, ends exclusive."""
    spans = [finding.span for finding in check(text, config=ALONE)]
    assert all(span.start.line == span.end.line for span in spans)
    return [(span.start.line, span.start.column, span.end.column) for span in spans]


def expected(template: str, made: Sample) -> list[tuple[int, int, int]]:
    before = template.partition("@")[0]
    column = len(before) - before.rfind("\n") + made.start
    return [(before.count("\n") + 1, column, column + len(made.secret))]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_credential_is_found_where_it_stands(form: Format, place: str) -> None:
    made = sample(form, seed=1)
    template = PLACES[place]
    if place == "double quotes":
        text = made.text.replace("\\", "\\\\")
        made = Sample(text, made.start, made.end + len(text) - len(made.text))
    elif ": " in made.text:  # which no plain scalar holds
        template = template.replace(" @\n", " '@'\n")
    assert findings(template.replace("@", made.text)) == expected(template, made)


def longest(form: Format) -> tuple[str, int]:
    """The part of a format, and the number in it, of the piece with the most characters."""
    pieces = {(part, number): piece for part in ("before", "body") for number, piece in enumerate(getattr(form, part))}
    return max(pieces, key=lambda key: pieces[key].least if pieces[key].characters else 0)


def position(form: Format, made: Sample) -> int:
    """Where in a sample of the shortest length its longest piece begins."""
    part, number = longest(form)

    def length(pieces: tuple[Piece, ...]) -> int:
        return sum(piece.least if piece.characters else len(piece.literal) for piece in pieces)

    if part == "before":
        return made.start + length(form.before[:number])
    return made.end - length(form.body[number:])


def surplus(pieces: Iterable[Piece]) -> int:
    """How many more characters are too many where the first pieces are at their shortest."""
    last = itertools.takewhile(lambda piece: piece.characters, pieces)
    return 1 + sum(piece.most - piece.least for piece in last)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_near_miss_is_no_credential(form: Format) -> None:
    made = sample(form)
    assert [(found.start, found.end, found.name) for found in find_credentials(made.text)] == [
        (made.start, made.end, form.name)
    ]
    start, text = position(form, made), made.text
    misses = {
        "one character short": text[:start] + text[start + 1 :],
        "wrong alphabet": text[:start] + "é " + text[start + 2 :],
        "letter on the left": "a" + text,
        "digits on the left": "7" * surplus(form.before) + text,
        "underscore on the left": "_" + text,
    }
    if not form.after and form.check != "ado":
        misses |= {
            "letters on the right": text + "a" * surplus(form.body[::-1]),
            "digits on the right": text + "7" * surplus(form.body[::-1]),
        }
    if form.check == "ado":  # what a password begins with is no matter
        misses = {"one character short": misses["one character short"], "no server": made.secret.join(("Pwd=", ";"))}
    assert [kind for kind, miss in misses.items() if list(find_credentials(miss))] == []


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_what_only_shows_a_format_is_no_credential(form: Format) -> None:
    """Masks, runs, a placeholder: as documentation writes them in the place of a credential."""
    made = sample(form)
    start = position(form, made)
    part, number = longest(form)
    length = getattr(form, part)[number].least
    fillings = ["x" * length, "X" * length, "{token}", "...", "<your token>"]
    if length >= 16:  # a password may be anything
        fillings += ["a" * length, "0" * length, ("1234567890abcdefghijklmnopqrstuvwxyz" * 5)[:length]]
    shown = [made.text[:start] + filling + made.text[start + length :] for filling in fillings]
    assert [text for text in shown if list(find_credentials(text))] == []


def test_the_table_is_sound() -> None:
    """At least 65 formats, each named, documented, bounded, and distinctive enough to be told from words."""
    assert len(FORMATS) == len(formats()) >= 65
    for form in formats():
        assert form.name
        assert form.source.startswith("https://")
        assert form.prefixes
        assert all(len(prefix) >= 2 for prefix in form.prefixes)
        assert all(piece.most <= 16_000 for piece in (*form.before, *form.body))


def test_no_two_rows_are_one_format() -> None:
    shapes = [(prefix, form.before, form.body) for form in formats() for prefix in form.prefixes]
    assert len(shapes) == len(set(shapes))


def test_checksums() -> None:
    """The example that npm published with its format, and a body that needs leading zeros."""
    published = "qkJaB6MffYVzZXWqmcoF49yrUxP3wf"
    assert checksum(published) == "0LsakP"
    assert len(checksum("a")) == 6
    body = "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=36))
    for prefix in ("ghp_", "gho_", "ghu_", "npm_"):
        assert list(find_credentials(prefix + body)) == []
        assert list(find_credentials(prefix + body[:30] + checksum(body[:30]))) != []


def url64(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("header", "payload", "found"),
    [
        ({"alg": "HS256", "typ": "JWT"}, {"sub": "42", "aud": "orders"}, True),
        ({"alg": "RS256"}, "not JSON, as of a compressed token", True),
        ({"typ": "JWT", "kid": "1"}, {"sub": "42"}, False),
        ({"alg": 5, "kid": "1"}, {"sub": "42"}, False),
        ('{"alg": "HS256"', {"sub": "42"}, False),
        ({"alg": "HS256", "typ": "JWT"}, {"sub": "1234567890", "name": "John Doe"}, False),
    ],
)
def test_a_json_web_token_has_a_header_with_an_algorithm(header: object, payload: object, found: bool) -> None:
    signature = "".join(random.Random(5).choices(string.ascii_letters, k=43))
    assert bool(list(find_credentials(f"{url64(header)}.{url64(payload)}.{signature}"))) is found


@pytest.mark.parametrize(
    ("login", "found"),
    [
        ("reader:hunter2-prod", True),
        (":hunter2-prod", True),
        ("x:Winter2024!", True),
        ("user:password", False),
        ("user:pass", False),
        ("username:{password}", False),
        ("admin:admin", False),
        ("Aladdin:open sesame", False),
        ("no colon in this", False),
        ("bell\x07:hunter2-prod", False),
        ("reader:", False),
    ],
)
def test_basic_is_a_user_and_a_password(login: str, found: bool) -> None:
    encoded = base64.b64encode(login.encode()).decode()
    assert bool(list(find_credentials("Authorization: " + "Basic " + encoded))) is found


@pytest.mark.parametrize(
    "text",
    [
        "Basic authentication is used",
        "Basic subscription",
        hashlib.sha1(b"a").hexdigest(),
        hashlib.sha256(b"a").hexdigest(),
        "sha256:" + hashlib.sha256(b"a").hexdigest(),
        str(uuid.UUID(int=random.Random(1).getrandbits(128))),
        "data:image/png;base64," + base64.b64encode(random.Random(2).randbytes(3000)).decode(),
        "v1.0.4-rc.2+build.20240607",
        "AKIA" + "IOSFODNN7" + "EXAMPLE",
        "sk-proj-...",
        "md-outlined-buttons-label",
        "glpat-" + "this-is-no-tokens-01",
        "sk_test_" + "your_secret_key",
        "postgres://localhost:5432/orders",
        "postgres://{user}:{password}@db.example.com/orders",
        "postgres://user:${DB_PASSWORD}@db.example.com/orders",
        "postgresql://postgres:postgres@localhost/test",
        "ftp://anonymous:me@ftp.example.com",
        "Server=db;Database=orders;Password={password};Encrypt=yes",
        "Password=hunter2-prod",
        "Password=hunter2-prod;",
        "create --database=orders --admin-password=hunter2-prod --count=2",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQ\n-----END PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n{{%private_key%}}\n-----END PRIVATE KEY-----",
    ],
)  # fmt: skip
def test_ordinary_texts_are_no_credential(text: str) -> None:
    assert list(find_credentials(text)) == []


def test_one_in_another_text_s_escapes_and_in_a_url_s() -> None:
    made = token("github")
    for text in (f"a\\n{made}\\n", f"?next=%2F{made}%20", f"(see:{made}).", f"a={made}&b=1"):
        ((start, end, _),) = find_credentials(text)
        assert text[start:end] == made


def test_a_key_over_several_lines() -> None:
    body = "".join(random.Random(8).choices(string.ascii_letters + string.digits, k=128))
    lines = ["-----BEGIN RSA PRIVATE KEY-----", body[:64], body[64:], "-----END RSA PRIVATE KEY-----"]
    for indented, start in (("  # ", "x-note: 1\n  # "), ("  ", "x-note: |\n  ")):
        text = start + ("\n" + indented).join(lines) + "\n"
        (finding,) = check(text, config=ALONE)
        assert (finding.span.start.line, finding.span.start.column) == (2, len(indented) + 1)
        assert (finding.span.end.line, finding.span.end.column) == (5, len(indented) + len(lines[-1]) + 1)
        assert "PEM private key" in finding.message


def test_what_binary_hides() -> None:
    encoded = base64.b64encode(token("github").encode()).decode()
    assert findings(f"x-note: !!binary {encoded}\n") == [(1, 18, 18 + len(encoded))]


def test_a_known_format_in_a_credential_s_field_is_one_finding_that_names_it() -> None:
    made = token("stripe")
    text = f'fields:\n  - {{name: "password", type: "string", is_encrypted: true, value: "{made} {made}"}}\n'
    (finding,) = check(text)
    assert text[finding.span.start.offset : finding.span.end.offset] == f'"{made} {made}"'
    assert "(Stripe API key)" in finding.message
    assert made not in finding.message
    (finding,) = check(f"connector: {{default_headers: {{X-Api-Key: {made}}}}}", config=ALONE)
    assert finding.message.startswith("`X-Api-Key` is a literal credential (Stripe API key)")


def test_a_credential_in_a_url_is_one_finding() -> None:
    """That of the URL where the URL's own places hold it, of the format elsewhere; one defect each."""
    made = token("stripe")
    text = f"connector: {{name: A, base_url: 'https://me:{made}@a.example/{made}?api_key={made}&page={made}'}}"
    found = [(finding.rule, finding.span.start.column) for finding in check(text)]
    columns = [match.start() + 1 for match in re.finditer(made, text)]
    assert found == [
        ("credentials-in-url", columns[0] - len("me:")),
        ("hardcoded-secret", columns[1]),
        ("credentials-in-url", columns[2]),
        ("hardcoded-secret", columns[3]),
    ]
    assert [column for _, column, _ in findings(text)] == columns


def test_a_database_s_url_is_one_finding_in_a_value_and_is_found_in_a_comment() -> None:
    made = token("postgresql-url")
    (finding,) = check(f"x-url: '{made}db.example/orders'\nconnector: {{name: A, base_url: 'https://a.example'}}")
    assert finding.rule == "credentials-in-url"
    (finding,) = check(f"# {made}db.example/orders\nconnector: {{name: A, base_url: 'https://a.example'}}")
    assert finding.rule == "hardcoded-secret"
    assert finding.yaml_path is None


def test_a_literal_authorization_is_one_finding() -> None:
    made = token("basic-header")
    text = "connector: {name: A, base_url: 'https://a.example', default_headers: {Authorization: '%s'}}"
    assert [finding.rule for finding in check(text % made)] == ["hardcoded-authorization"]
    assert len(findings(text % made)) == 1


def test_an_aliased_credential_is_found_where_it_is_written() -> None:
    made = token("github")
    text = f"x-a: &note 'see {made}'\nx-b: *note\nx-c: [*note, *note]\n"
    (finding,) = check(text, config=ALONE)
    assert (finding.span.start.line, finding.span.start.column) == (1, 17)
    assert len(finding.related) == 3


def test_two_credentials_in_one_body_are_two_findings() -> None:
    made = token("stripe"), token("github")
    text = f'steps:\n  - body: \'{{"a": "{made[0]}", "b": "{made[1]}", "client_secret": "{made[0]}"}}\'\n'
    assert len(findings(text)) == 3
    assert [finding.message.count("Stripe") for finding in check(text, config=ALONE)] == [1, 0, 1]


@pytest.mark.parametrize("prefix", sorted({prefix for form in formats() for prefix in form.prefixes}))
def test_a_long_text_of_prefixes_holds_no_credential(prefix: str) -> None:
    assert list(find_credentials((prefix + " ") * 500)) == []


@pytest.mark.parametrize("text", ["-", "sk-", "ABSK/", "eyJ", "-----BEGIN PRIVATE KEY-----", "postgres://a:"])
def test_a_megabyte_of_a_prefix_holds_no_credential(text: str) -> None:
    assert list(find_credentials(text * (1_000_000 // len(text)))) == []
