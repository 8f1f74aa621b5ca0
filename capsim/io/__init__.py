"""Portfolios in files and frames: folders of CSV sheets, workbooks, YAML, JSON, and pandas."""

from capsim.io.files import check, read, write
from capsim.io.framesout import to_frames
from capsim.io.schema import schema

__all__ = ["check", "read", "schema", "to_frames", "write"]
