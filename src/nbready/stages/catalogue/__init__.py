"""The catalogue of known calls: data in ``*.txt``, grouped by field, and its reader."""

from nbready.stages.catalogue.lookup import Catalogue
from nbready.stages.catalogue.reader import Entry

__all__ = ["Catalogue", "Entry"]
