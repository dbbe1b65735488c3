"""Hooks of mkdocs: what the configuration cannot say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rules' pages behind the catalogue, so that adding a rule is adding a file."""
    pages = sorted(Path(config.docs_dir, "rules").glob("*.md"))
    config.nav[-1]["Rules"] += [{page.stem: f"rules/{page.name}"} for page in pages]  # type: ignore[index]
    return config


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Give wide tables the room of their table of contents."""
    if page.file.src_uri in ("catalogue.md", "providers.md"):
        page.meta["hide"] = ["toc"]
    return markdown
