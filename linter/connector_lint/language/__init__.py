"""The language server: what an editor is told of a Blueprint while it is written."""
