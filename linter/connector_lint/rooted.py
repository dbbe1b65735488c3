"""Paths as services want them: from the root of the repository, wherever in it the command ran."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector_lint.report import Report

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # as GitHub's and GitLab's documentation of variables names it
_NO_FILE = "<stdin>"


def root_folder(environment: Mapping[str, str], here: str) -> str:
    """The folder that the build server cloned into, if the working folder is in it, else the working folder."""
    for name in _ROOTS:
        if folder := environment.get(name):
            root = os.path.realpath(folder)
            if Path(here).is_relative_to(root):
                return root
    return here


def rooted(report: Report, root: str, here: str) -> Report:
    """The report with each path relative to `root`; `here` is the folder from which paths were named, no link in it.

    Files outside of the root are told by `..`, so that no path of this machine gets into a report.
    """

    def shown(path: str) -> str:
        return _relative(path, root, here)

    linted = tuple(replace(file, path=shown(file.path)) for file in report.linted)
    errors = tuple(replace(error, path=shown(error.path)) for error in report.errors)
    findings = tuple(
        replace(
            finding,
            path=shown(finding.path),
            related=tuple(replace(related, path=shown(related.path)) for related in finding.related),
        )
        for finding in report.findings
    )
    return replace(report, linted=linted, findings=findings, errors=errors)


def _relative(path: str, root: str, here: str) -> str:
    absolute = Path(path).is_absolute()
    if path == _NO_FILE or (root == here and not absolute):
        return path
    whole = Path(here, path)
    if absolute:  # it may have been named through a link
        whole = Path(os.path.realpath(whole.parent), whole.name)
    try:
        return os.path.relpath(whole, root).replace(os.sep, "/")
    except ValueError:  # another drive
        return path
