"""Portfolios in files: folders of CSV sheets, YAML and JSON."""

from capsim.io.files import read, write

__all__ = ["read", "write"]
