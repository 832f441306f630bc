"""Processes of our own that do the dangerous part: opening what a stranger sent."""
