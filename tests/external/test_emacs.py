"""Emacs in batch: eglot and flymake with the real server, set up by the recipe of the page, and the compilation mode."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from .conftest import ROOT, run
from .editors import FILES, HERE, drive, placed, places, recipes, repaired

if TYPE_CHECKING:
    from pathlib import Path

# In batch Emacs does not find the packages that the system has installed.
PACKAGES = "--eval=(package-initialize)"
COMPILED = """\
(with-temp-buffer
  (insert-file-contents "lines")
  (compilation-mode)
  (let ((inhibit-read-only t)) (compilation-parse-errors (point-min) (point-max)))
  (goto-char (point-min))
  (let (found)
    (while (not (eobp))
      (let* ((message (get-text-property (point) 'compilation-message))
             (place (compilation--message->loc message))
             (file (caar (compilation--loc->file-struct place))))
        (push (list file (compilation--loc->line place) (compilation--loc->col place) (compilation--message->type message))
              found))
      (forward-line))
    (princ (json-encode (vconcat (mapcar #'vconcat (nreverse found)))))))
"""
TYPES = {"error": 2, "warning": 1, "info": 0}


@pytest.fixture(scope="module")
def emacs() -> str:
    """The program."""
    found = shutil.which("emacs")
    assert found, "emacs is missing: .ci/run installs it"
    return found


@pytest.mark.parametrize("name", FILES)
def test_findings_are_shown_and_repaired(name: str, emacs: str, tmp_path: Path) -> None:
    text, action = FILES[name]
    file = placed(tmp_path, text)
    (init,) = recipes("elisp")
    (tmp_path / "init.el").write_text(init, encoding="utf-8")
    said = drive([emacs, "--batch", PACKAGES, "-l", "init.el", "-l", HERE / "drive.el"], file, action)
    for shown, there in ((said["before"], places(text)), (said["after"], places(repaired(text)))):
        assert [tuple(one[:4]) for one in shown] == [place[:4] for place in there]
        assert all(place[4] in one[4] for one, place in zip(shown, there, strict=True))
    assert action in said["offered"]
    assert file.read_text(encoding="utf-8") == repaired(text) != text


def test_the_compilation_mode_reads_every_line(emacs: str, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "connector_lint", "fixtures", "--no-config", "--format")
    (tmp_path / "lines").write_text(run(*command, "concise", cwd=ROOT, code=1), encoding="utf-8")
    (tmp_path / "read.el").write_text(COMPILED, encoding="utf-8")
    said = run(emacs, "--batch", "-l", "compile", "-l", "json", "-l", "read.el", cwd=tmp_path)
    findings = json.loads(run(*command, "json", cwd=ROOT, code=1))["findings"]
    assert len(findings) > 100
    assert json.loads(said) == [
        [f["path"], f["start"]["line"], f["start"]["column"], TYPES[f["severity"]]] for f in findings
    ]
