"""`--add-ignores`: what it writes, that a run is clean then, and that nothing else changes."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from connector_lint import Config, inspect
from connector_lint.add_ignores import with_ignores
from connector_lint.cli import main
from connector_lint.parse import parse
from connector_lint.registry import all_rules
from connector_lint.testing import expand, unmarked
from connector_lint.tree import plain

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXAMPLES = [expand(example) for rule in all_rules().values() for example in (*rule.bad, *rule.good)]
TEXTS = [*EXAMPLES, *(unmarked(text) for text in EXAMPLES)]
NO_PLACE = {"latin-1.yaml", "nul-byte.yaml", "utf-16.yaml"}  # no comment in them can be read
FILES = [path for path in sorted(FIXTURES.rglob("*.yaml")) if path.name not in NO_PLACE]
TEXTS += [path.read_bytes().decode().removeprefix("\ufeff") for path in FILES]
ADDED = re.compile(
    r"(?m)^ *# connector-lint: ignore(-file)?\[[^\]]*\](?:\r\n|\r|\n)|  # connector-lint: ignore\[[^\]]*\]$"
)
URL = "http://api.example.com"


def values(text: str) -> str:
    return repr([document.root and plain(document.root) for document in parse(text)])


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_text_is_clean_then_and_says_the_same(newline: str) -> None:
    written = 0
    for text in (text.replace("\r\n", "\n").replace("\n", newline) for text in TEXTS):
        new = with_ignores(text, "x.yaml", Config())
        assert new is not None
        assert inspect(new, "x.yaml", Config()).findings == ()
        assert values(new) == values(text)
        assert with_ignores(new, "x.yaml", Config()) == new
        if "connector-lint:" not in text:
            assert re.sub(ADDED, "", new.replace("\r\n", "\n")) == text.replace("\r\n", "\n")
            assert new.count("\r") == (new.count("\n") if newline == "\r\n" else 0)
            written += new != text
    assert written > len(all_rules())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'base_url: "{URL}"', f'base_url: "{URL}"  # connector-lint: ignore[insecure-url]'),
        (
            f'base_url: "{URL}"  # at home',
            f'# connector-lint: ignore[insecure-url]\n  base_url: "{URL}"  # at home',
        ),
        (
            f'base_url: "{URL}" # connector-lint: ignore[structure] old',
            f'base_url: "{URL}" # connector-lint: ignore[structure, insecure-url, unused-ignore] old',
        ),
        (f"base_url: |-\n    {URL}", f"base_url: |-  # connector-lint: ignore[insecure-url]\n    {URL}"),
        (f"base_url: |- # b\n    {URL}", f"# connector-lint: ignore[insecure-url]\n  base_url: |- # b\n    {URL}"),
        (f'base_url: "{URL}\n    "', f'base_url: "{URL}\n    "  # connector-lint: ignore[insecure-url]'),
        (f'base_url: "{URL}/"', f'base_url: "{URL}/"  # connector-lint: ignore[base-url-trailing-slash, insecure-url]'),
    ],
)
def test_where_a_comment_is_written(before: str, after: str) -> None:
    text = 'connector:\n  name: "Orders"\n  {}'
    assert with_ignores(text.format(before), "x.yaml", Config()) == text.format(after)


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_file_keeps_its_bytes_and_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    old = f'\ufeffconnector: {{name: "Orders",\r\n  base_url: "{URL}"}}'.encode()
    file.write_bytes(old)
    file.chmod(0o640)
    code, out, err = run("--add-ignores", file)
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"{file.as_posix()}: ignore comments added for 1 finding",
        "1 file checked: no findings, 1 suppressed",
    ]
    assert file.read_bytes() == old + b"  # connector-lint: ignore[insecure-url]"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert run("--add-ignores", file)[2] == "1 file checked: no findings, 1 suppressed\n"


def test_what_cannot_be_written_is_said_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"connector: \xff")
    (tmp_path / "b.yaml").write_text(f'connector: {{name: "Orders", base_url: "{URL}"}}\n', encoding="utf-8")
    code, out, err = run("--format", "concise", "--add-ignores", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert code == 2
    assert "unreadable-file" in out
    assert "insecure-url" not in out
    assert "a.yaml: a comment cannot ignore that the file is unreadable" in err
    assert "ignore[insecure-url]" in (tmp_path / "b.yaml").read_text(encoding="utf-8")


def test_a_file_that_changes_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f'connector: {{name: "Orders", base_url: "{URL}"}}\n', encoding="utf-8")

    def change(*_: object, **__: object) -> str:
        file.write_text("connector: {}\n", encoding="utf-8")
        return "x: 1\n"

    monkeypatch.setattr("connector_lint.add_ignores.with_ignores", change)
    code, _, err = run("--add-ignores", file)
    assert code == 2
    assert f"{file.as_posix()}: no comments added: the file changed meanwhile" in err
    assert file.read_text(encoding="utf-8") == "connector: {}\n"


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f'connector: {{name: "Orders", base_url: "{URL}"}}\n', encoding="utf-8")
    file.chmod(0o444)
    code, _, err = run("--add-ignores", file)
    assert code == 2
    assert f"{file.as_posix()}: no comments added: the file is read-only" in err
    assert "connector-lint" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("more", [["-"], ["--no-ignores"]])
def test_what_it_cannot_be_combined_with(more: list[str]) -> None:
    code, out, err = run("--add-ignores", *more)
    assert (code, out) == (2, "")
    assert "--add-ignores" in err
