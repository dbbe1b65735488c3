"""Runs the command as `python -m connector_lint`."""

from connector_lint.cli import main

main()
