"""The script that shows what changed in the table of providers."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from sitegen import provider_changes

if TYPE_CHECKING:
    import pytest


def table(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"providers": copy.deepcopy(list(entries))}


KEY = {"kind": "api_key", "header": "X-Key", "by": "docs review"}
OLD = {"name": "Example", "hosts": ["api.example.com"], "auth": [KEY]}


def test_what_came_and_went_is_a_line_each() -> None:
    new = OLD | {
        "hosts": ["api.example.com", "eu.example.com"],
        "complete": True,
        "auth": [KEY | {"header": "X-Token"}],
    }
    assert list(
        provider_changes.changes(table(OLD, {"name": "Gone"}), table({"name": "New", "hosts": ["a.b"]}, new))
    ) == [
        f"- Example: auth: {json.dumps(KEY)}",
        "+ Example: hosts: eu.example.com",
        f"+ Example: auth: {json.dumps(KEY | {'header': 'X-Token'})}",
        "+ Example: complete: true",
        "- Gone",
        "+ New: a.b",
    ]
    assert list(provider_changes.changes(table(OLD), table(OLD))) == []


def test_two_versions_are_compared(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"v1": table(OLD), None: table(OLD | {"check": "/me"})}
    monkeypatch.setattr(provider_changes, "_read", versions.__getitem__)
    assert provider_changes.main(["v1"]) == 0
    assert capsys.readouterr().out == "+ Example: check: /me\n"
    assert provider_changes.main(["v1", "v1"]) == 0
    assert capsys.readouterr().out == "no change\n"


def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert provider_changes.main([]) == 2
    assert "sitegen.provider_changes v0.1.0" in capsys.readouterr().err
    assert provider_changes.main(["no-such-version"]) == 2
    assert capsys.readouterr().out == ""
