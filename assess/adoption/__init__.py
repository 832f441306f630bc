"""On the way to another policy: what it changes, whom it moves, and its publication."""
