"""What can be wrong with how the linter is used."""


class ConfigError(Exception):
    """Options, configuration or installed rules that do not fit together; the text says what to do. Exit code 2."""
