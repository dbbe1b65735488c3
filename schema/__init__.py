"""The JSON Schemas: data, read through importlib.resources."""
