"""What fuzzing begins with: fixtures, the rules' examples, and inputs that once failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.registry import all_rules
from connector_lint.testing import expand, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures"
CONFIGURATIONS = [
    "",
    'select = ["security", "duplicate-key"]\nignore = ["insecure-url"]\nfail-on = "error"\nformat = "json"\n',
    '[severity]\nunknown-key = "off"\ninsecure-url = "info"\n[per-file-ignores]\n"a/*.yaml" = ["security"]\n',
    '[rules.insecure-url]\nhosts = ["intern.example.com"]\n[rules.hardcoded-secret]\nnames = ["hapikey"]\n',
    'exclude = ["a/**", "!b"]\nextend = "other.toml"\nbaseline = "baseline.jsonl"\n[limits]\nsize = 1000\n',
    '[tool.connector-lint]\nselect = ["structure"]\n',
]
IGNORES = [
    "[unencrypted-secret]\n[unknown-auth-type] why\n\n[hardcoded-secret, wrong-type] because",
    "-file[insecure-url]\n\n\n-file\n[security]\n[]\n [unknown-key]\n[unknown-key,,insecure-url",
]


def seeds(name: str) -> Iterator[bytes]:
    """The inputs that the fuzzing of an oracle begins with."""
    yield from crashes(name)
    if name == "config":
        yield from (text.encode() for text in CONFIGURATIONS)
    elif name == "ignores":
        yield from (text.encode() for text in IGNORES)
    else:
        for file in sorted(FIXTURES.rglob("*.y*ml")):
            yield file.read_bytes()[:4096]
        for rule in all_rules().values():
            for example in (*rule.good, *rule.bad, *(before for before, _ in rule.fixes)):
                yield expand(unmarked(example)).encode()


def crashes(name: str) -> Iterator[bytes]:
    """The inputs of the corpus: each has failed once."""
    for file in sorted((HERE / "corpus" / name).glob("*")):
        yield file.read_bytes()
