"""What an editor can do: repair findings, ignore them, repair all that is safe, declare a known authentication."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types

from connector_lint.fixer import fix_text
from connector_lint.ignore_one import ignore_here, ignore_in_file
from connector_lint.language.diagnostics import SOURCE, diagnostic
from connector_lint.language.provider_actions import addition, replacements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from connector_lint.config import Config
    from connector_lint.finding import Finding, Fix
    from connector_lint.language.client import Client
    from connector_lint.language.documents import OpenDocument

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
QUICK_FIX = types.CodeActionKind.QuickFix.value
REWRITE = types.CodeActionKind.RefactorRewrite.value
_MOST_LINES = 5000  # to compare line by line
_MOST_IGNORES = 20  # findings in a range that comments are tried for, which takes a check each
_Change = tuple[int, int, str]  # of offsets and a new text between them


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions for a document with these findings, its configuration being `config`."""

    document: OpenDocument
    findings: Sequence[Finding]
    config: Config
    path: str
    client: Client

    def wanted(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Those for the findings in a range, of the kinds that are asked for, repairs before comments.

        All that is safe is repaired where that was asked for, or somebody asked for all there is.
        """
        only = params.context.only
        start, end = self.document.offset(params.range.start), self.document.offset(params.range.end)
        found: list[types.CodeAction] = []
        if _covers(only, QUICK_FIX):
            here = [one for one in self.findings if one.span.start.offset <= end and start <= one.span.end.offset]
            documented = replacements(self.document.state, here, self.config, self.path)
            found += [action for finding in (*here, *documented) for action in self._repair(finding)]
            found += [action for finding in here[:_MOST_IGNORES] for action in self._ignores(finding)]
        if _covers(only, REWRITE) and (fix := addition(self.document.state, start, end, self.config, self.path)):
            found.append(self._action(_title(fix), REWRITE, _changes(fix)))
        by_itself = params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
        if _covers(only, FIX_ALL) and (only or not by_itself):
            found += self._fix_all()
        return found

    def _repair(self, finding: Finding) -> Iterator[types.CodeAction]:
        fix = finding.fix
        if fix:
            title = _title(fix) if fix.safe else f"{_title(fix)} (unsafe)"
            yield self._action(title, QUICK_FIX, _changes(fix), finding, best=fix.safe)

    def _ignores(self, finding: Finding) -> Iterator[types.CodeAction]:
        text = self.document.plain_text
        for make, where in ((ignore_here, "here"), (ignore_in_file, "in this file")):
            if one := make(text, finding, self.config):
                offset, comment = one
                changes = [(offset, offset, comment)]
                yield self._action(f"Ignore {finding.rule} {where}", QUICK_FIX, changes, finding)

    def _fix_all(self) -> Iterator[types.CodeAction]:
        if not any(finding.fix and finding.fix.safe for finding in self.findings):
            return
        old = self.document.plain_text
        fixed = fix_text(old, self.path, self.config, unsafe=False, blueprints_only=True).text
        if fixed != old:
            yield self._action("Repair all that is safe", FIX_ALL, line_changes(old, fixed))

    def _action(
        self, title: str, kind: str, changes: Collection[_Change], finding: Finding | None = None, *, best: bool = False
    ) -> types.CodeAction:
        return types.CodeAction(
            title=title,
            kind=kind,
            diagnostics=[diagnostic(finding, self.document, self.client)] if finding else None,
            is_preferred=best or None,
            edit=workspace_edit(self.document, changes, self.client),
        )


def _title(fix: Fix) -> str:
    return fix.description[:1].upper() + fix.description[1:] + (f"; afterwards {fix.todo}" if fix.todo else "")


def _changes(fix: Fix) -> list[_Change]:
    return [(edit.span.start.offset, edit.span.end.offset, edit.text) for edit in fix.edits]


def workspace_edit(document: OpenDocument, changes: Collection[_Change], client: Client) -> types.WorkspaceEdit:
    """Changes of one document, for the version that they were made for where the client can say so."""
    edits = [types.TextEdit(document.range(start, end), text) for start, end, text in changes]
    if not client.document_changes:
        return types.WorkspaceEdit(changes={document.uri: edits})
    about = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(about, list(edits))])


def line_changes(old: str, new: str) -> list[_Change]:
    """What makes one text of another, by lines: those that are equal stay, so that cursors and marks do."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    if max(len(before), len(after)) > _MOST_LINES:
        return [(0, len(old), new)]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (starts[first], starts[last], "".join(after[new_first:new_last]))
        for kind, first, last, new_first, new_last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _covers(only: Sequence[str] | None, kind: str) -> bool:
    """Whether a kind is asked for: nothing said is all, and `source` holds `source.fixAll`."""
    kinds = [str(getattr(one, "value", one)) for one in only or ("",)]
    return any(not one or kind == one or kind.startswith(f"{one}.") for one in kinds)
