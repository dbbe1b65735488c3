"""Files that are repaired: what stays of them, what stands in the way, and what an interruption leaves."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from connector_lint import Config
from connector_lint.fix_files import FixedFile, fix_files, show_fixes
from connector_lint.source import FileSource

TEXT = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com/" # ö\n'
FIXED = TEXT.replace(".com/", ".com")


def fix(file: Path, *, unsafe: bool = False) -> FixedFile:
    (fixed,) = fix_files([FileSource("a.yaml", file, blueprints_only=True)], lambda _: Config(), unsafe=unsafe)
    return fixed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n \t\n"])
def test_every_other_byte_stays(file: Path, mark: str, ending: str, end: str) -> None:
    def written(text: str) -> bytes:
        return (mark + text.removesuffix("\n") + end).replace("\n", ending).encode()

    file.write_bytes(written(TEXT))
    assert [finding.rule for finding in fix(file).fixed.applied] == ["base-url-trailing-slash"]
    assert file.read_bytes() == written(FIXED)


def test_the_mode_stays(file: Path) -> None:
    file.chmod(0o640)
    fix(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_the_target_of_a_link_is_replaced_and_not_the_link(file: Path) -> None:
    link = file.with_name("link.yaml")
    link.symlink_to(file.name)
    fix(link)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == FIXED


def test_a_file_without_a_fix_is_not_written(file: Path) -> None:
    file.write_text(FIXED, encoding="utf-8")
    os.utime(file, (1, 1))
    assert fix(file) == FixedFile("a.yaml", fix(file).fixed)
    assert file.stat().st_mtime == 1


@pytest.mark.parametrize("data", [TEXT.encode("utf-16"), TEXT.encode("latin-1"), b"services: {a: http://b/}\n", b""])
def test_what_is_no_text_or_no_blueprint_stays(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert fix(file, unsafe=True).fixed.applied == ()
    assert file.read_bytes() == data


def test_a_read_only_file_stays_and_the_error_says_why(file: Path) -> None:
    file.chmod(0o444)
    assert fix(file).error == "it cannot be written: Permission denied"
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_file_that_changed_meanwhile_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = FileSource.read

    def read_and_change(source: FileSource, size: int) -> bytes:
        data = read(source, size)
        file.write_text("# mine\n", encoding="utf-8")
        return data

    monkeypatch.setattr(FileSource, "read", read_and_change)
    assert fix(file).error == "it changed meanwhile and stays as it is: run --fix again"
    assert file.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_half_written(file: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(_draft: Path, _target: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", replace)
    if isinstance(error, OSError):
        assert fix(file).error == "it cannot be written: No space left on device"
    else:
        with pytest.raises(KeyboardInterrupt):
            fix(file)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in file.parent.iterdir()] == [("a.yaml", TEXT)]


def test_a_diff_writes_nothing(file: Path) -> None:
    (shown,) = show_fixes([FileSource("a.yaml", file, blueprints_only=True)], lambda _: Config(), unsafe=False)
    assert shown.diff.splitlines()[-2:] == [
        '-  base_url: "https://api.example.com/" # ö',
        '+  base_url: "https://api.example.com" # ö',
    ]
    assert file.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_diff_of_the_first_line_has_the_mark(file: Path, mark: str) -> None:
    file.write_text(f'{mark}connector: {{name: "Orders", base_url: "https://api.example.com/"}}\n', encoding="utf-8")
    (shown,) = show_fixes([FileSource("a.yaml", file, blueprints_only=True)], lambda _: Config(), unsafe=False)
    assert shown.diff.splitlines()[3:] == [
        f'-{mark}connector: {{name: "Orders", base_url: "https://api.example.com/"}}',
        f'+{mark}connector: {{name: "Orders", base_url: "https://api.example.com"}}',
    ]
