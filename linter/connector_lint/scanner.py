"""ruamel.yaml's pure scanner, with tabs as YAML 1.2 has them: its own refuses those that separate tokens or words."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.scanner import Scanner

_BLANKS = " \t"
_BREAKS = "\r\n"
_END = "\0\r\n"


class TabScanner(Scanner):
    """Takes a tab for a blank wherever it does not indent. The marks stay: nothing is put in its place."""

    def scan_to_next_token(self) -> Any:
        """Pass over blanks, line breaks and comments."""
        reader = self.reader
        while True:
            # Where a key may begin a tab would indent it, unless nothing comes after it on the line.
            length = 0
            while reader.peek(length) in _BLANKS:
                length += 1
            if self.flow_level or not self.allow_simple_key or reader.peek(length) in _END + "#":
                reader.forward(length)
            else:
                while reader.peek() == " ":
                    reader.forward()
            if reader.peek() == "#":
                while reader.peek() not in _END:
                    reader.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> Any:  # noqa: ARG002 - the base class's signature
        """The blanks between the words of a plain scalar as they count for its content; None before a marker."""
        reader = self.reader
        blanks = self._blanks()
        if reader.peek() not in _BREAKS:
            return [blanks] if blanks else []
        line_break = self.scan_line_break()
        self.allow_simple_key = True
        breaks: list[str] = []
        while not self._at_marker():
            while reader.peek() == " " or (reader.peek() == "\t" and reader.column >= indent):
                reader.forward()
            if reader.peek() not in _BREAKS:
                folded = [" "] if line_break == "\n" and not breaks else []
                return ([line_break] if line_break != "\n" else folded) + breaks
            breaks.append(self.scan_line_break())
        return None

    def _blanks(self) -> str:
        length = 0
        while self.reader.peek(length) in _BLANKS:
            length += 1
        blanks: str = self.reader.prefix(length)
        self.reader.forward(length)
        return blanks

    def _at_marker(self) -> bool:
        """Whether a line begins with `---` or `...`."""
        return self.reader.prefix(3) in ("---", "...") and self.reader.peek(3) in _END + _BLANKS
