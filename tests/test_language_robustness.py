"""What a language server meets: clients that die, messages that are none, rules that fail, texts that are too long."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from connector_lint.configs import Configs
from connector_lint.language.server import Server
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.language_client import COMMAND, Editor, capabilities
else:
    from language_client import COMMAND, Editor, capabilities

INSECURE = 'connector:\n  name: "x"\n  base_url: "http://api.example.com"\n'
RULES = '''
"""Fails.

Why.

What.

When.
"""
import os
from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value

@rule("fails", category="own", severity=Severity.ERROR, good=(), bad=())
def fails(document):
    print("printed by a rule")
    os.write(1, b"written by a rule")
    raise ValueError(document.text)

@rule("finds", category="own", severity=Severity.INFO, good=(), bad=())
def finds(document):
    yield Hit(at_value(document.connector), "found")
'''


@pytest.fixture
def with_rules(tmp_path: Path) -> dict[str, str]:
    """An environment in which another package has rules, one of which fails."""
    (tmp_path / "own-1.dist-info").mkdir()
    (tmp_path / "own-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1\n")
    (tmp_path / "own-1.dist-info" / "entry_points.txt").write_text("[connector_lint.rules]\nown = own_rules\n")
    (tmp_path / "own_rules.py").write_text(RULES)
    return {**os.environ, "PYTHONPATH": str(tmp_path)}


class Pipes:
    """A server whose client says what it likes."""

    def __init__(self) -> None:
        self.server = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def write(self, data: bytes) -> None:
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.server.stdin.flush()

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.write(json.dumps(message if number is None else message | {"id": number}).encode())

    def read(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message

    def answer(self, number: int) -> dict[str, Any]:
        while (message := self.read()).get("id") != number:
            pass
        return message


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    pipes = Pipes()
    with pipes.server:
        yield pipes
        pipes.server.kill()


def begin(pipes: Pipes, process: int | None = None) -> None:
    pipes.send("initialize", {"capabilities": {}, "processId": process, "rootUri": None}, 1)
    assert pipes.answer(1)["result"]["serverInfo"]["name"] == "connector-lint"
    pipes.send("initialized", {})


def test_it_ends_when_it_is_told_to(pipes: Pipes) -> None:
    begin(pipes)
    pipes.send("shutdown", None, 2)
    assert pipes.answer(2)["result"] is None
    pipes.send("exit", None)
    assert pipes.server.wait(20) == 0


def test_it_ends_when_its_input_does(pipes: Pipes) -> None:
    begin(pipes)
    assert pipes.server.stdin
    pipes.server.stdin.close()
    assert pipes.server.wait(20) == 1


@pytest.mark.skipif(os.name != "posix", reason="another process cannot be watched")
def test_it_ends_when_the_client_dies_and_leaves_its_pipes_open(pipes: Pipes) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as client:
        begin(pipes, client.pid)
        client.kill()
    assert pipes.server.wait(20) == 1


def test_what_is_no_message_is_passed_over(pipes: Pipes) -> None:
    messages = [b"no JSON", b"[]", b"{}", b'{"jsonrpc": "2.0", "method": 7}', b'"x"', b"\xff"]
    for message in messages:
        pipes.write(message)
    begin(pipes)
    for message in messages:
        pipes.write(message)
    pipes.send("shutdown", None, 2)
    assert pipes.answer(2)["result"] is None


def test_messages_with_wrong_parameters_give_nothing_of_them_away(pipes: Pipes) -> None:
    begin(pipes)
    secret = expand("@secret:token@")
    item = {"uri": "untitled:a", "languageId": "yaml", "version": "one", "text": secret}
    pipes.send("textDocument/didOpen", {"textDocument": item})
    pipes.send("textDocument/codeAction", {"textDocument": secret}, 2)
    pipes.send(secret, {}, 3)
    pipes.send("shutdown", None, 4)
    said = []
    while (message := pipes.read()).get("id") != 4:
        said.append(message)
    assert [one["method"] for one in said if "method" in one] == ["window/logMessage"]
    pipes.send("exit", None)
    assert pipes.server.stderr
    assert secret.encode() not in pipes.server.stderr.read()
    assert secret not in json.dumps([one for one in said if one.get("id") != 3])


def test_a_bug_of_ours_gives_nothing_of_a_text_away(caplog: pytest.LogCaptureFixture) -> None:
    secret = expand("@secret:token@")
    sent: list[bytes] = []

    class Writer:
        def write(self, data: bytes) -> None:
            sent.append(data)

        def close(self) -> None:
            raise NotImplementedError

    def fail(_params: str) -> None:
        raise LookupError(secret)

    server = Server(Configs, None)
    server.protocol.set_writer(Writer())
    for name in ("textDocument/hover", "initialized"):
        server.feature(name)(fail)
    at = types.HoverParams(types.TextDocumentIdentifier("untitled:a"), types.Position(0, 0))
    protocol: Any = server.protocol
    protocol.handle_message(types.HoverRequest(1, at))
    protocol.handle_message(types.InitializedNotification(types.InitializedParams()))
    answer, logged = (json.loads(data.partition(b"\r\n\r\n")[2]) for data in sent)
    assert answer["error"] == {"code": -32603, "message": "LookupError"}
    assert logged["params"]["message"] == "internal error: LookupError; please report it"
    assert secret not in caplog.text


def test_a_request_that_is_taken_back(pipes: Pipes) -> None:
    begin(pipes)
    item = {"uri": "untitled:a", "languageId": "yaml", "version": 1, "text": INSECURE * 200}
    pipes.send("textDocument/didOpen", {"textDocument": item})
    span = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
    about = {"textDocument": {"uri": "untitled:a"}, "range": span, "context": {"diagnostics": []}}
    pipes.send("textDocument/codeAction", about, 2)
    pipes.send("$/cancelRequest", {"id": 2})
    pipes.send("$/cancelRequest", {"id": 77})
    pipes.send("shutdown", None, 3)
    assert pipes.answer(3)["result"] is None


def test_a_rule_that_fails_is_logged_and_the_others_go_on(
    tmp_path: Path, with_rules: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    secret = expand("@secret:token@")
    text = INSECURE + f"  # {secret}\n"
    with Editor(tmp_path, environment=with_rules) as editor:
        for version in (1, 2):
            if version == 1:
                editor.open("untitled:a", text)
            else:
                editor.change("untitled:a", 2, text + "\n")
            found = {str(one.code): one for one in editor.diagnostics("untitled:a", version)}
            assert {"insecure-url", "own/finds"} <= set(found)
        assert found["own/finds"].code_description is None
        (message,) = [one.message for one in editor.client.log_messages]
    assert message == "the rule own/fails failed with ValueError: please report it"
    error = capfd.readouterr().err
    assert secret not in error
    assert "printed by a rule" in error
    assert "written by a rule" in error


def test_a_document_that_is_closed_while_it_is_checked_stays_clear(tmp_path: Path) -> None:
    steps = "".join(f'  - {{name: "s{n}", type: "rest", endpoint: "/a{n}"}}\n' for n in range(1000))
    with Editor(tmp_path) as editor:
        editor.open("untitled:long", f"{INSECURE}steps:\n{steps}")
        editor.close("untitled:long")
        cleared = editor.next()
        assert (cleared.version, list(cleared.diagnostics)) == (None, [])
        editor.open("untitled:next", INSECURE)
        assert editor.next().uri == "untitled:next"
        assert editor.published.empty()


def test_a_document_that_changes_while_it_is_asked_about(tmp_path: Path) -> None:
    steps = "".join(f'  - {{name: "s{n}", type: "rest", endpoint: "/a{n}"}}\n' for n in range(3000))
    with Editor(tmp_path, capabilities(pulls=True)) as editor:
        editor.open("untitled:a", f"{INSECURE}steps:\n{steps}")
        about = types.DocumentDiagnosticParams(types.TextDocumentIdentifier("untitled:a"))
        protocol: Any = editor.client.protocol

        async def hasty() -> Any:
            asked = protocol.send_request_async(types.TEXT_DOCUMENT_DIAGNOSTIC, about)
            await asyncio.sleep(0.1)  # the check has begun, and takes longer
            change = types.TextDocumentContentChangeWholeDocument(INSECURE)
            version = types.VersionedTextDocumentIdentifier(uri="untitled:a", version=2)
            protocol.notify(types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(version, [change]))
            return await asked

        report = editor.run(hasty())
        assert [one.code for one in report.items] == ["insecure-url"]


def test_without_the_library_one_line_says_what_to_install() -> None:
    code = "import sys; sys.modules['pygls'] = None; from connector_lint.cli import main; main(['--lsp'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, input="")
    assert result.returncode == 2
    assert result.stderr == "Error: --lsp needs pygls: pip install 'connector-lint[lsp]'\n"
    assert result.stdout == ""
