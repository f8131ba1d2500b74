"""How people name things, as data in ``*.txt``, and its reader."""

from nbready.stages.lexicon.reader import Lexicon, Said, lexicon

__all__ = ["Lexicon", "Said", "lexicon"]
