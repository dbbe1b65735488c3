"""The hook, run by pre-commit itself in a repository with YAML of many kinds."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from .conftest import ROOT, run

GOOD = ROOT / "fixtures" / "valid" / "connectors" / "jira_projects.yaml"
BAD = ROOT / "fixtures" / "invalid" / "bookings.yaml"
BAD_FINDINGS = ["bad.yaml:9:19: error invalid-location", "bad.yaml:15:19: error unencrypted-secret"]
BAD_FINDINGS += ["bad.yaml:23:5: error hardcoded-authorization"]

FOREIGN = {
    "docker-compose.yml": "services:\n  web:\n    image: nginx\n    environment: {API_KEY: hunter2}\n",
    ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/values.yaml": "replicaCount: 1\nconnector:\n  enabled: true\n",
    "chart/templates/deployment.yaml": "metadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\n{{- end }}\n",
    "chart/templates/connector.yaml": "spec:\n  connector: {{ .Values.connector }}\n",
    "k8s/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {replicas: 1}\n",
    "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nstringData:\n  password: hunter2\n",
    "k8s/many.yaml": "kind: A\n---\nkind: B\n---\nkind: C\n",
    "k8s/list.yaml": "- a\n- b\n",
    "openapi.yaml": "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
    "airbyte.yaml": "version: 0.1.0\ntype: DeclarativeSource\ncheck: {type: CheckStream}\nstreams: []\n",
    "kafka-connect.yaml": "connector: postgres\nsteps: [a, b]\n",
    "ansible.yml": "- hosts: all\n  vars:\n    token: hunter2\n  tasks: []\n",
    "mkdocs.yml": "site_name: x\nmarkdown_extensions:\n  - x: {y: !!python/name:a.b}\n",
    ".pre-commit-config.yaml": "repos: []\n",
    "empty.yaml": "",
    "comments.yaml": "# nothing\n",
    "broken.yaml": "a: [b\n",
    "terraform-guide.yaml": 'name: x\nversion: "1.0"\nsteps:\n  - {name: a, method: GET, url: b}\n',
    "cloudformation.yaml": "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Name: !Sub '${X}'\n",
}


def repository(folder: Path) -> Path:
    """A git repository with the foreign files, one good and one bad Blueprint, all staged."""
    run("git", "init", "--quiet", folder, cwd=folder.parent)
    for name, text in FOREIGN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(GOOD, folder / "good.yaml")
    shutil.copy(BAD, folder / "bad.yaml")
    run("git", "add", "--all", cwd=folder)
    return folder


def try_repo(folder: Path, *files: str, hook: str = "connector-lint") -> tuple[list[str], str]:
    """The findings and the whole output of the hook over files of a repository, all of them if none is named."""
    which = ["--files", *files] if files else ["--all-files"]
    pre_commit = Path(sys.executable).with_name("pre-commit")
    output = run(pre_commit, "try-repo", ROOT, hook, "--verbose", *which, cwd=folder, code=None)
    found = re.findall(r"^(\S+:\d+:\d+: \w+ [\w-]+)$", output, re.MULTILINE)
    return found, output


def test_only_the_bad_file_is_reported(tmp_path: Path) -> None:
    assert len(FOREIGN) >= 20
    found, output = try_repo(repository(tmp_path / "repository"))
    assert found == BAD_FINDINGS
    assert "Failed" in output
    for name in (*FOREIGN, "good.yaml"):
        assert f"{name}:" not in output


def test_a_clean_batch_prints_nothing(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repository")
    found, output = try_repo(folder, "good.yaml", *FOREIGN)
    assert found == []
    _, _, printed = output.rpartition("- duration:")
    assert [line for line in printed.splitlines()[1:] if line.strip()] == []
    assert "Passed" in output


def test_the_second_hook_repairs_files_and_fails_as_formatters_do(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repository")
    found, output = try_repo(folder, hook="connector-lint-fix")
    # Advice that `invalid-location` had kept silent, and the error a line lower, for `is_encrypted` came before it.
    assert found == ["bad.yaml:9:19: info api-key-in-query", "bad.yaml:24:5: error hardcoded-authorization"]
    assert "files were modified by this hook" in output
    assert run("git", "diff", "--name-only", cwd=folder).splitlines() == ["bad.yaml"]
    found, output = try_repo(folder, "good.yaml", hook="connector-lint-fix")
    assert (found, "Passed" in output) == ([], True)
