"""Tests that need more than Python and git."""
