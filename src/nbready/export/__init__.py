"""A project's record in the formats of others: model card, tracking tags, Annex IV draft, JSON."""

from nbready.export.formats import FORMATS, Format
from nbready.export.source import Source, read_source

__all__ = ["FORMATS", "Format", "Source", "read_source"]
