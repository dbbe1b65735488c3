"""All attacks."""

from __future__ import annotations

from . import file_systems, settings_files, texts

ATTACKS = [*texts.ATTACKS, *settings_files.ATTACKS, *file_systems.ATTACKS]
