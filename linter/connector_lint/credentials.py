"""Which names are a credential's, and which literals are one."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from connector_lint.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fields of an authentication that the platform documents as secrets.
SECRET_FIELDS = frozenset(("bearer_token", "password", "key_value", "client_secret", "refresh_token"))
# Documented fields that are none, whatever their names end in.
PLAIN_FIELDS = frozenset(("code", "client_id", "username", "key_name", "redirect_uri"))

_ENDINGS = frozenset(
    """
    password passwd pwd passphrase passcode secret token credential credentials jwt pat apikey apitoken authtoken
    accesstoken refreshtoken bearertoken clientsecret secretkey privatekey accesskey
    """.split()
)
# Words that make a key of a lock, rather than of a table or a map.
_KEY_QUALIFIERS = frozenset(
    """
    access account admin api app application auth authorization client consumer encryption functions license master
    private secret security service shared signing storage subscription
    """.split()
)
# Tokens that page through results or guard a form, and words that ask about a password rather than hold one.
_HARMLESS_QUALIFIERS = frozenset(
    """
    change continuation csrf cursor delta device has is max min needs next no page paging pagination prev previous
    require required requires reset resume scroll show skip start sync use uses xsrf
    """.split()
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words(name: str) -> list[str]:
    """The words of a name in snake, kebab or camel case, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def is_credential_name(name: str) -> bool:
    """Whether a name ends in a credential's word: `client_secret`, `X-Api-Key`, `accessToken`; `token_url` does not."""
    found = words(name)
    while found and found[-1].isdigit():
        found.pop()
    if not found or (len(found) > 1 and _HARMLESS_QUALIFIERS & set(found[:-1])):
        return False
    if found[-1] == "key":
        return len(found) > 1 and found[-2] in _KEY_QUALIFIERS
    return found[-1] in _ENDINGS


# Part (c) of hardcoded-secret: measured, an API key of 16 characters reaches 3 bits a character, words and slugs
# of English rarely do both that and hold digits.
_SHORTEST_SECRET = 16
_LEAST_ENTROPY = 3.0


def looks_secret(text: str) -> bool:
    """Whether a literal is long and irregular enough for a credential: no word, no phrase, no date, no number."""
    if len(text) < _SHORTEST_SECRET or any(map(str.isspace, text)):
        return False
    has_digit = any(map(str.isdigit, text))
    has_letter = any(map(str.isalpha, text))
    return has_digit and has_letter and entropy(text) >= _LEAST_ENTROPY


def entropy(text: str) -> float:
    """Shannon entropy in bits a character; 0 for an empty text."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())


_USERINFO = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}://([^\s/?#@\"'<>]{1,500})@(?=[^\s@])")
_QUERY = re.compile(r"[?&]([A-Za-z0-9_.\-\[\]%]{1,100})=([^&#\s\"'<>]{1,2000})")
_JSON_PAIR = re.compile(r"\"([^\"\\\r\n]{1,100})\"\s{0,20}:\s{0,20}\"((?:[^\"\\\r\n]|\\.){1,4000})\"")
_FORM_PAIR = re.compile(r"(?:^|&)([A-Za-z0-9_.\-]{1,100})=([^&\s]{1,2000})")


def url_credentials(text: str) -> Iterator[tuple[int, int, str]]:
    """Literal credentials in the URLs of a text: start, end, and what they are.

    `user:password` before the host, or the value of a credential-named query parameter.
    """
    for found in _USERINFO.finditer(text):
        user, _, password = found[1].partition(":")
        if password and not is_placeholder(password, "password") and not is_placeholder(user + ":" + password):
            yield found.start(1), found.end(1), "a user name and password before the host"
    if "://" not in text and not text.lstrip().startswith(("/", "?", "{")):
        return
    for found in _QUERY.finditer(text):
        if is_credential_name(found[1]) and not is_placeholder(found[2], found[1]):
            yield found.start(2), found.end(2), f"a literal value of the query parameter `{found[1]}`"


def body_credentials(text: str) -> Iterator[tuple[int, int, str]]:
    """Literals under a credential's name in a JSON or form body: start, end, name."""
    for pattern in (_JSON_PAIR, _FORM_PAIR):
        for found in pattern.finditer(text):
            name, value = found[1], found[2]
            if is_credential_name(name) and not is_placeholder(value, name) and looks_secret(value):
                yield found.start(2), found.end(2), name
