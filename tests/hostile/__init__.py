"""What strangers may send: inputs that would crash, hang or fool a linter, each with what must come of it."""
