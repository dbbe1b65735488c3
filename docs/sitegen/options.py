"""The reference of the command's options, made of the command itself."""

from __future__ import annotations

import click

from connector_lint.cli import main
from sitegen.markdown import code, table


def options_table() -> str:
    """Each option with what it takes, its default and what it does."""
    options = [parameter for parameter in main.params if isinstance(parameter, click.Option)]
    return table(["option", "takes", "does"], map(_row, options))


def option_names() -> set[str]:
    """All options that there are, help among them."""
    names = {name for parameter in main.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return {name for name in names if name.startswith("-")}


def _row(option: click.Option) -> list[str]:
    names = ", ".join(map(code, (*option.opts, *option.secondary_opts)))
    does = option.help or ""
    if isinstance(option.default, str):
        does += f" Default: {code(option.default)}."
    if option.multiple:
        does += " May be given several times."
    return [names, _takes(option), does]


def _takes(option: click.Option) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return ", ".join(map(code, option.type.choices))
    return " or ".join(code(name) for name in (option.metavar or "FILE").split("|"))
