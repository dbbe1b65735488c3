"""How files are replaced: what they keep, what stops it, and that nothing is left of what was stopped."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connector_lint.rewrite import ChangedMeanwhileError, replace_file, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import resource

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes and owners")
NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    return path


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may do all, so that root becomes somebody else."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """One that others may enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o666, 0o200 | 0o400])
def test_the_mode_stays_whatever_the_mask(file: Path, mode: int) -> None:
    file.chmod(mode)
    umask = os.umask(0o077)
    try:
        rewrite(file, b"old", b"new")
    finally:
        os.umask(umask)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", mode)


@POSIX
def test_the_owner_and_the_group_stay_where_the_system_allows(file: Path) -> None:
    groups = [group for group in os.getgroups() if group != os.getegid()]
    owner, group = (NOBODY, NOBODY) if os.geteuid() == 0 else (os.geteuid(), (groups or [os.getegid()])[0])
    os.chown(file, owner, group)
    rewrite(file, b"old", b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (owner, group)


@POSIX
def test_where_the_owner_cannot_stay_the_file_is_written_all_the_same(folder_for_all: Path) -> None:
    path = folder_for_all / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o666)
    with without_rights():
        rewrite(path, b"old", b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o666)


def test_other_names_of_the_same_file_keep_the_old_text(file: Path) -> None:
    other = file.with_name("other.yaml")
    other.hardlink_to(file)
    rewrite(file, b"old", b"new")
    assert (file.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_a_link_to_a_link_stays(file: Path) -> None:
    (file.parent / "sub").mkdir()
    file.with_name("b.yaml").symlink_to("a.yaml")
    link = file.parent / "sub" / "c.yaml"
    link.symlink_to(Path("..", "b.yaml"))
    rewrite(link, b"old", b"new")
    assert link.is_symlink()
    assert file.with_name("b.yaml").is_symlink()
    assert (file.is_symlink(), file.read_bytes()) == (False, b"new")
    assert sorted(path.name for path in link.parent.iterdir()) == ["c.yaml"]


def test_a_long_name_will_do(tmp_path: Path) -> None:
    file = tmp_path / ("ö" * 125 + ".yaml")  # 255 bytes, the most that systems take
    file.write_bytes(b"old")
    rewrite(file, b"old", b"new")
    assert file.read_bytes() == b"new"


def test_what_changed_meanwhile_stays(file: Path) -> None:
    with pytest.raises(ChangedMeanwhileError):
        rewrite(file, b"older", b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_what_was_removed_meanwhile_stays_so(file: Path) -> None:
    file.unlink()
    with pytest.raises(FileNotFoundError):
        rewrite(file, b"old", b"new")
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(PermissionError):
        rewrite(file, b"old", b"new")
    file.chmod(0o644)
    assert file.read_bytes() == b"old"


@POSIX
def test_a_file_that_only_others_may_write_stays(folder_for_all: Path) -> None:
    path = folder_for_all / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o466)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    with without_rights(), pytest.raises(PermissionError):
        rewrite(path, b"old", b"new")
    assert path.read_bytes() == b"old"


@POSIX
def test_a_folder_in_which_nothing_can_be_made(folder_for_all: Path) -> None:
    path = folder_for_all / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o666)
    folder_for_all.chmod(0o555)
    with without_rights(), pytest.raises(PermissionError) as caught:
        rewrite(path, b"old", b"new")
    folder_for_all.chmod(0o755)
    assert caught.value.strerror == "no file can be made in its folder"
    assert path.read_bytes() == b"old"


@POSIX
@pytest.mark.parametrize("write", [lambda file, new: rewrite(file, b"old", new), replace_file])
def test_a_disk_without_room(file: Path, write: object) -> None:
    """Files may grow to 50 kB: half of the draft is written, as on a disk that fills up."""
    assert callable(write)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write(file, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("link", ["report.json", "folder"])
def test_a_link_that_leads_out_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    """A repository's link could have what is elsewhere overwritten by a report with the name that CI gives it."""
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    target = tmp_path / "there" / "report.json"
    target.write_bytes(b"old")
    Path(link).symlink_to(target if link == "report.json" else target.parent)
    name = Path(link) if link == "report.json" else Path(link, "report.json")
    for file in (name, name.absolute()):
        with pytest.raises(PermissionError) as caught:
            replace_file(file, b"new")
        assert caught.value.strerror == "a link leads out of the working folder: name the place itself"
    assert target.read_bytes() == b"old"
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
