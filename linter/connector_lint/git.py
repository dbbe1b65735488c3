"""Runs git to read what it knows: nothing that a repository names is run meanwhile, nothing fetched or written."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SECONDS = 60
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


@dataclass
class Git:
    """Runs git in a folder, with `variables` in its environment beside our own, those in `without` excepted.

    `complaint` is what it last wrote on standard error, one line of it.
    """

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    complaint: str = ""

    def line(self, *arguments: str) -> str:
        """What git prints in one line, without its end; empty where it fails. Raises FileNotFoundError without git."""
        return os.fsdecode(self.output(*arguments) or b"").removesuffix("\n")

    def output(self, *arguments: str) -> bytes | None:
        """What git prints; None where it fails or takes too long. Raises FileNotFoundError without git."""
        git = shutil.which("git")
        if not git or not os.path.isabs(git):  # noqa: PTH117 - one that lies in the working folder is not run
            raise FileNotFoundError
        inherited = {name: value for name, value in os.environ.items() if name not in self.without}
        try:
            result = subprocess.run(
                [git, "-c", "core.fsmonitor=false", *arguments],
                cwd=self.folder,
                env={**inherited, **_QUIET, **self.variables},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self.complaint = f"it takes longer than {_SECONDS} seconds"
            return None
        if result.returncode == 0:
            return result.stdout
        self.complaint = next(iter(result.stderr.decode("utf-8", "replace").splitlines()), "")
        return None
