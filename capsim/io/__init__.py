"""Portfolios in files: folders of CSV sheets, YAML and JSON."""

from capsim.io.files import read, write
from capsim.io.schema import schema

__all__ = ["read", "schema", "write"]
