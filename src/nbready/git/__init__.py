"""What git knows of a file: asked with the ``git`` program, never written.

Nothing that a repository brings is run: its filters, hooks, external diffs and signature programs stay out,
and nothing is fetched.
"""

from nbready.git.program import GitError, ask_git
from nbready.git.repository import Change, Repository, find_repository

__all__ = ["Change", "GitError", "Repository", "ask_git", "find_repository"]
