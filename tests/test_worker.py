"""Work in a process of its own: what it gives, when it is ended, and what a run says then."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint import run as run_module
from connector_lint.config import Config
from connector_lint.fix_files import fix_files, show_fixes
from connector_lint.limits import LateError, Limits
from connector_lint.rewriting import write_ignores
from connector_lint.run import inspections, run
from connector_lint.source import BytesSource, FileSource
from connector_lint.worker import LARGE, Worker

if TYPE_CHECKING:
    from pathlib import Path

    from connector_lint.check import Inspection
    from connector_lint.source import Source

SOON, LATER = Limits(seconds=1), Limits(seconds=60)
BAD = "connector:\n  name: Orders\n  base_url: http://a.example/\n"
PADDING = "# " + "x" * LARGE + "\n"


def large(path: str, text: str = BAD) -> BytesSource:
    return BytesSource(path, (text + PADDING).encode(), blueprints_only=False)


def asleep(_source: Source, _config: Config) -> Inspection:
    time.sleep(60)
    raise AssertionError


def gone(_source: Source, _config: Config) -> Inspection:
    os._exit(7)


def test_one_process_does_one_work_after_the_other() -> None:
    with Worker() as worker:
        first, second = (worker.call(LATER, os.getpid) for _ in range(2))
        assert first == second != os.getpid()
        assert worker.call(LATER, divmod, 7, 3) == (2, 1)


def test_what_takes_too_long_is_ended_and_the_next_goes_on() -> None:
    with Worker() as worker:
        pid = worker.call(LATER, os.getpid)
        with pytest.raises(LateError, match="longer than 1 s"):
            worker.call(SOON, time.sleep, 60)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        assert worker.call(LATER, os.getpid) != pid


def test_a_process_that_the_system_ends_is_no_end_of_the_run() -> None:
    with Worker() as worker:
        with pytest.raises(LateError, match="the system ended the process"):
            worker.call(LATER, os._exit, 7)
        assert worker.call(LATER, divmod, 7, 3) == (2, 1)


def test_no_process_is_left() -> None:
    with Worker() as worker:
        pid = worker.call(LATER, os.getpid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_large_file_has_the_same_findings_as_a_small_one() -> None:
    small = BytesSource("a.yaml", BAD.encode(), blueprints_only=False)
    ((_, first), (_, second)) = inspections([small, large("a.yaml")], lambda _: Config())
    assert [finding.rule for finding in first.findings] == ["base-url-trailing-slash", "insecure-url"]
    assert second == first


@pytest.mark.parametrize(
    ("work", "reason"), [(asleep, "it takes longer than 1 s"), (gone, "the system ended the process that read it")]
)
def test_a_file_that_is_given_up_has_a_finding_and_the_others_are_linted(
    work: object, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "inspect_source", work)
    report = run([large("a.yaml")], lambda _: Config(limits=SOON))
    (finding,) = report.findings
    assert (finding.rule, finding.path, finding.span.start.line) == ("unreadable-file", "a.yaml", 1)
    assert finding.message == f"the file cannot be checked: {reason}"
    assert [file.path for file in report.linted] == ["a.yaml"]


def test_a_repair_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(BAD)
    config = Config(limits=Limits(seconds=0))
    source = FileSource("a.yaml", file, blueprints_only=False)
    for (repaired,) in (
        list(fix_files([source], lambda _: config, unsafe=False)),
        list(show_fixes([source], lambda _: config, unsafe=False)),
    ):
        assert (repaired.error, repaired.diff) == ("it is not repaired: it takes longer than 0 s", "")
    assert file.read_text() == BAD


def test_a_large_file_is_repaired(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(BAD + PADDING)
    list(fix_files([FileSource("a.yaml", file, blueprints_only=False)], lambda _: Config(), unsafe=False))
    assert file.read_text() == BAD.replace("example/", "example") + PADDING


@pytest.mark.parametrize("seconds", [0, 60])
def test_comments_for_a_large_file_are_added_within_the_limit(tmp_path: Path, seconds: int) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(BAD + PADDING)
    options: Any = SimpleNamespace(add_ignores=True, no_ignores=False, paths=(), quiet=True)
    config = Config(limits=Limits(seconds=seconds))
    failed = write_ignores([FileSource("a.yaml", file, blueprints_only=False)], lambda _: config, options)
    line = "  # connector-lint: ignore[base-url-trailing-slash, insecure-url]" if seconds else ""
    assert failed == ([] if seconds else ["a.yaml: no comments added: it takes longer than 0 s"])
    assert file.read_text() == BAD.removesuffix("\n") + line + "\n" + PADDING
