"""The version of the scoring method, which every stored or shown result names."""

METHOD_VERSION = "1"
"""Rises when METHOD.md changes what a figure means; a result is comparable within one version."""
