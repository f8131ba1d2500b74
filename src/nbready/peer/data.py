"""Reviews as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from nbready.peer.model import PeerReview, Reviewed
from nbready.peer.shelf import Beside

VERSION = 1


def beside_value(notebook: str, author: str, beside: Beside) -> dict[str, Any]:
    """What is kept beside one file."""
    return {
        "version": VERSION,
        "notebook": notebook,
        "author": author,
        "reviews": [reviewed_value(reviewed) for reviewed in beside.reviews],
        "problems": list(beside.problems),
    }


def reviewed_value(reviewed: Reviewed) -> dict[str, Any]:
    """A review, and how it stands today."""
    own = {"is_self": reviewed.is_self, "older": list(reviewed.older)}
    return {**review_value(reviewed.review), **own}


def review_value(review: PeerReview) -> dict[str, Any]:
    """A review."""
    return {
        "by": review.by,
        "date": review.date,
        "notebook": review.notebook,
        "author": review.author,
        "gates": {gate: {"of": said.of, **said.said} for gate, said in review.gates.items()},
    }
