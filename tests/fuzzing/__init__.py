"""What fuzzing demands, and how it is run: docs/security-testing.md."""
