"""An old code base to adopt the linter in: many connectors, five old findings in each."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FINDINGS = 5  # of each connector
CONNECTOR = """\
interface_parameters:
  section:
    source:
      - {{name: "start", type: "string", vlaue: 1}}
      - {{name: "region", type: "strnig"}}
connector:
  name: "Orders {0}"
  base_url: "http://orders-{0}.example.com/"
steps:
  - name: "orders"
    endpoint: "{{{{%BASE_URL%}}}}/orders/{{start}}/{{region}}"
    http_method: "GTE"
"""


def write_connectors(folder: Path, count: int) -> list[Path]:
    """Write connectors into folders of forty below `folder`."""
    files = [folder / f"team_{number // 40}" / f"orders_{number:03}.yaml" for number in range(count)]
    for number, file in enumerate(files):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(CONNECTOR.format(number), encoding="utf-8")
    return files


def git(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Git in the working folder, whatever the machine's configuration says."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *who, "-c", "core.hooksPath=", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, env=os.environ | nothing, capture_output=True, encoding="utf-8", check=check)
