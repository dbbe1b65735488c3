"""The built-in rules: one module a rule, found through the entry point `connector_lint.rules`."""
