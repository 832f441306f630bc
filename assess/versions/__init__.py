"""Versions of a questionnaire beside each other: what changed, what it demands, what it touches."""
