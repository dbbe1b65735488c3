"""The connector rules of Acme: one module a rule."""
