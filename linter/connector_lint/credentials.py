"""Which names are a credential's, and which literals are one."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.placeholders import is_placeholder
from connector_lint.suggest import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fields of an authentication that the platform documents as secrets.
SECRET_FIELDS = frozenset(("bearer_token", "password", "key_value", "client_secret", "refresh_token"))
# Documented fields that are none, whatever their names end in.
PLAIN_FIELDS = frozenset(("code", "client_id", "username", "key_name", "redirect_uri"))

_ENDINGS = frozenset(
    """
    password passwd pwd passphrase passcode secret token credential credentials jwt pat apikey apitoken authtoken
    accesstoken refreshtoken bearertoken clientsecret secretkey privatekey accesskey authkey hapikey userpassword
    """.split()
)
# Words that make a key of a lock, rather than of a table or a map, and a pass of a password.
_KEY_QUALIFIERS = frozenset(
    """
    access admin api app application auth authorization consumer encryption functions hmac license master private
    restricted secret security service shared signing ssh subscription
    """.split()
)
_PASS_QUALIFIERS = frozenset("account admin api database db ftp login root sftp smtp user".split())
# Tokens that page through results, guard a form, name a coin or make a request unique.
_HARMLESS_TOKENS = frozenset(
    """
    after base batch bookmark change checkpoint continuation csrf cursor delta device history idempotency incremental
    max min next nft offset page pagination paging payment position prev previous push quote request requested resume
    resumption reward scroll search since skip start starting stream sync xsrf
    """.split()
)
# Words that ask about a credential rather than hold one, or do something to a password.
_VERBS = frozenset("has is needs no require required requires show use uses".split())
_PASSWORD_VERBS = frozenset("change forgot reset rotate update".split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class CredentialNames:
    """Options of rules about credentials: names that are a credential's too; case, dashes and underscores aside."""

    names: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether a name is one of them."""
        return bool(self.names) and letters(name) in map(letters, self.names)


def words(name: str) -> list[str]:
    """The words of a name in snake, kebab or camel case, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def is_credential_name(name: str) -> bool:
    """Whether a name ends in a credential's word: `client_secret`, `X-Api-Key`, `accessToken`; `token_url` does not."""
    *before, last = _without_version(words(name)) or [""]
    qualifier = before[-1] if before else ""
    if before and (before[0] in _VERBS or (before[0] in _PASSWORD_VERBS and last == "password" and len(before) == 1)):
        return False
    if last == "key":
        return qualifier in _KEY_QUALIFIERS or before[-2:] == ["storage", "account"]
    if last == "pass":
        return qualifier in _PASS_QUALIFIERS
    return last in _ENDINGS and not (last == "token" and qualifier in _HARMLESS_TOKENS)


def _without_version(found: list[str]) -> list[str]:
    """The words of a name without a number at its end: `api_key_2`, `api_key_v2`."""
    end = len(found)
    while end and found[end - 1].isdigit():
        end -= 1
    if end < len(found) and end and found[end - 1] == "v":
        end -= 1
    return found[:end]


# Under a credential's name in requests. Measured on 4,000 texts a kind: of random keys of 16, 20 and 24 characters
# 0.1, 0 and 0 % are missed in base 16, 1.9, 0.3 and 0.1 % in base 62, and none of the known formats; of slugs, camel
# case, dates, numbers and media types, none is taken for a key, UUIDs always. 3 bits would miss 14 % of the 16
# characters in base 16. Without the words below, 95 % of the slugs that end in a number would be taken for a key.
_SHORTEST_SECRET = 16
_LEAST_ENTROPY = 2.5  # bits a character
_WORDY = r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+"
_ORDINARY = re.compile(
    rf"(?:(?:{_WORDY}|v?[0-9]{{1,8}}|[0-9]{{2}}T[0-9]{{2}}|[0-9]{{2,6}}Z)(?:[-_./:+,;=~]|\Z))*(?:(?:{_WORDY})[0-9]{{1,4}})?\Z"
)
# Base64 without a digit: capitals in the middle of things, more often than camel case has them.
_SWITCH = re.compile(r"[A-Z]{2}[a-z]{1,2}(?=[A-Z])|[a-z][A-Z](?![a-z]{2})")
_FEWEST_SWITCHES = 3


def is_ordinary(text: str) -> bool:
    """Whether a text is made of words, numbers and dates alone, one behind the other: a slug, a name, a media type."""
    return bool(_ORDINARY.match(text))


def looks_secret(text: str) -> bool:
    """Whether a literal is long and irregular enough for a credential: no word, no phrase, no date, no number."""
    if len(text) < _SHORTEST_SECRET or any(map(str.isspace, text)):
        return False
    irregular = any(map(str.isdigit, text)) or len(_SWITCH.findall(text)) >= _FEWEST_SWITCHES
    irregular = irregular and any(map(str.isalpha, text)) and not is_ordinary(text)
    return irregular and entropy(text) >= _LEAST_ENTROPY


def entropy(text: str) -> float:
    """Shannon entropy in bits a character; 0 for an empty text."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())


_USERINFO = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}://([^\s/?#@\"'<>]{1,500})@(?=[^\s@])")
# Where a token alone may stand before the host; elsewhere it is a container, a mailbox or a user.
_TAKES_A_TOKEN = re.compile(r"(?:https?|git(?:\+https?)?)://", re.IGNORECASE)
_QUERY = re.compile(r"[?&]([A-Za-z0-9_.\-\[\]%]{1,100})=([^&#\s\"'<>]{1,2000})")
_BEFORE_QUERY = re.compile(r"[^\s?]{0,2000}\?")
# Names that hold a key in some APIs' requests and something else in others.
URL_NAMES = frozenset("appid key sig signature".split())
# Flags, and words in capitals as documentation has them.
_STANDS_IN = re.compile(r"(?:true|false|null|[01]|[A-Z_]+)\Z")
_JSON_PAIR = re.compile(r"\"([^\"\\\r\n]{1,100})\"\s{0,20}:\s{0,20}\"((?:[^\"\\\r\n]|\\.){1,4000})\"")
_FORM_PAIR = re.compile(r"(?:^|&)([A-Za-z0-9_.\-]{1,100})=([^&\s]{1,2000})")


def url_credentials(text: str) -> Iterator[tuple[int, int, str]]:
    """Literal credentials in the URLs of a text: start, end, and what they are.

    `user:password` before the host, or the value of a credential-named query parameter.
    """
    for found in _USERINFO.finditer(text):
        user, colon, password = found[1].partition(":")
        literal = colon and not is_placeholder(password, "password")
        alone = not colon and _TAKES_A_TOKEN.match(found[0]) and looks_secret(user)
        if (literal and (not is_placeholder(found[1]) or looks_secret(password))) or alone:
            yield found.start(1), found.end(1), "a user name and password before the host"
    if "://" not in text and not _BEFORE_QUERY.match(text):
        return
    for found in _QUERY.finditer(text):
        name, value = found[1], found[2]
        is_credential = is_credential_name(name) or (name.lower() in URL_NAMES and looks_secret(value))
        if is_credential and not _STANDS_IN.match(value) and not is_placeholder(value, name):
            yield found.start(2), found.end(2), f"a literal value of the query parameter `{name}`"


def body_credentials(text: str) -> Iterator[tuple[int, int, str]]:
    """Literals under a credential's name in a JSON or form body: start, end, name."""
    for pattern in (_JSON_PAIR, _FORM_PAIR):
        for found in pattern.finditer(text):
            name, value = found[1], found[2]
            if is_credential_name(name) and not is_placeholder(value, name) and looks_secret(value):
                yield found.start(2), found.end(2), name
