"""The credentials of a document that are known by their format, and those that are known in any way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from connector_lint import secrets
from connector_lint.credential_formats import find_credentials
from connector_lint.places import Place, at_part, at_value
from connector_lint.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.tree import Offsets

_BINARY = "tag:yaml.org,2002:binary"


def format_secrets(document: Document) -> Iterator[Secret]:
    """Credentials of known formats, whatever they stand under: in values, keys and comments."""
    for scalar in document.scalars:
        if scalar.tag == _BINARY:  # of which nothing stands in the text as it is read
            for found in find_credentials(str(scalar.value)):
                yield Secret(at_value(scalar), "", found.name)
        else:
            for found in find_credentials(scalar.text):
                yield Secret(at_part(document.text, scalar, found.start, found.end), "", found.name)
    for start, end in _comments(document):  # a key goes on from one comment to the next
        for found in find_credentials(document.text[start:end]):
            yield Secret(Place(start + found.start, start + found.end, None), "", found.name)


def with_formats(secrets: Iterable[Secret], known: Iterable[Secret]) -> Iterator[Secret]:
    """The secrets, each with the format of one of the `known` that lies in it, then the known that lie in none."""
    by_node: dict[int, list[Secret]] = {}
    for secret in sorted(secrets, key=attrgetter("place.start")):
        by_node.setdefault(id(secret.place.node), []).append(secret)
    loose = []
    for secret in known:
        others = by_node.get(id(secret.place.node), []) if secret.place.node else []
        nearest = bisect_left(others, secret.place.end, key=attrgetter("place.start")) - 1
        if nearest >= 0 and others[nearest].place.end > secret.place.start:
            others[nearest] = replace(others[nearest], format=others[nearest].format or secret.format)
        else:
            loose.append(secret)
    for others in by_node.values():
        yield from others
    yield from loose


def all_secrets(document: Document) -> Iterator[Secret]:
    """Every literal credential that is known: what no report may show."""
    for find in (
        secrets.preset_secrets,
        secrets.named_secrets,
        secrets.url_secrets,
        secrets.authorization_literals,
        secrets.named_anywhere,
        format_secrets,
    ):
        yield from find(document)


def _comments(document: Document) -> Iterator[Offsets]:
    """Where comments stand, those with nothing but blanks between them as one."""
    start = end = -1
    for comment in document.comments:
        if end < 0 or document.text[end : comment.start].strip():
            if end >= 0:
                yield start, end
            start = comment.start
        end = comment.end
    if end >= 0:
        yield start, end
