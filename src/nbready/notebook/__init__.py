"""The one reader and writer of notebook files.

Reading keeps the bytes; writing splices them. Nothing here judges a notebook, and nothing repairs one.
"""

from nbready.notebook.model import Cell, Kind, Notebook
from nbready.notebook.read import parse_notebook, read_notebook

__all__ = ["Cell", "Kind", "Notebook", "parse_notebook", "read_notebook"]
