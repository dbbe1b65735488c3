"""What a run takes in, by the options of the command: configurations, sources, and the baseline."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint import baseline
from connector_lint.changed import only_changed
from connector_lint.config import Config, check_names
from connector_lint.config_file import shown
from connector_lint.configs import Configs, Scope
from connector_lint.console import read_stdin
from connector_lint.discover import discover, is_excluded
from connector_lint.errors import ConfigError
from connector_lint.gitignore import is_ignored
from connector_lint.registry import all_rules
from connector_lint.settings import Setting, Settings
from connector_lint.source import BytesSource, FileSource, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from connector_lint.baseline import Baseline
    from connector_lint.options import Options

STDIN = "-"


def configs_of(options: Options) -> Configs:
    """What holds for which file; options win over all files. Raises ConfigError."""
    check_names(Config(options.select, options.ignore, options.severity), all_rules())
    if options.config and options.no_config:
        raise ConfigError("--config names a file and --no-config says to read none: give one of them")
    given: Settings = {}
    if options.select:
        given["select",] = Setting(sorted(options.select))
    if options.ignore:
        given["ignore",] = Setting(sorted(options.ignore))
    if options.fail_on:
        given["fail-on",] = Setting(options.fail_on)
    if options.styles:
        given["format",] = Setting(options.styles[0])
    if options.exclude:
        given["exclude",] = Setting(options.exclude)
    if options.baseline:
        given["baseline",] = Setting(str(options.baseline))
    for rule, severity in options.severity.items():
        given["severity", rule] = Setting(severity or "off")
    for name, limit in options.limits.items():
        given["limits", name] = Setting(limit)
    return Configs(given, named=options.config, use_files=not options.no_config)


def config_by_source(sources: Iterable[Source], configs: Configs, options: Options) -> Callable[[Source], Config]:
    """The configuration of each source. All are made at once: what is wrong with one shows before any is linted."""
    found = {source: configs.of(source) for source in sources}
    if options.no_ignores:
        found = {source: replace(config, no_ignores=True) for source, config in found.items()}
    return found.__getitem__


def sources_of(options: Options, configs: Configs) -> list[Source]:
    """What there is to lint. Raises ConfigError."""
    name = options.stdin_filename
    if name and STDIN not in options.paths:
        raise ConfigError("--stdin-filename names standard input, and - is not among the paths")
    here = Path(os.path.realpath("."))

    def excludes_of(folder: Path) -> Sequence[tuple[Path, tuple[str, ...]]]:
        return [(here, options.exclude)] if options.exclude else configs.scope(folder).excludes

    named = [path for path in options.paths or (".",) if path != STDIN]
    found = discover(named, force_exclude=options.force_exclude, excludes_of=excludes_of)
    sources: list[Source] = [*(found if options.changed is None else only_changed(found, options.changed))]
    passed_over = options.force_exclude and name and (is_ignored(Path(name)) or is_excluded(Path(name), excludes_of))
    if STDIN in options.paths and not passed_over:
        called = (name or "<stdin>").replace(os.sep, "/")
        size = configs.scope(Path(called).parent).config.limits.size
        sources.append(BytesSource(called, read_stdin(size + 1), blueprints_only=options.force_exclude))
    keep(sources, options.files)
    return sources


def keep(sources: Iterable[Source], files: Iterable[Path]) -> None:
    """No report is written over what it is about. Raises ConfigError."""
    linted = {os.path.realpath(source.file) for source in sources if isinstance(source, FileSource)}
    for file in files:
        if file.is_file() and os.path.realpath(file) in linted:
            raise ConfigError(f"--output {file} is one of the files to lint: write the report to another one")


def baseline_of(options: Options, scope: Scope) -> Baseline | None:
    """The baseline that an option names, else the configuration; one that is to be written replaces that."""
    configured = None if options.write_baseline or options.init or not scope.baseline else Path(shown(scope.baseline))
    return baseline.chosen(options.baseline or configured, options.write_baseline, options.files)
