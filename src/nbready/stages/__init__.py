"""What code does: code text in, stage uses out. Knows nothing of charters and gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbready.stages.uses import STAGES, CellStages, Stage, StageUse

if TYPE_CHECKING:
    from nbready.stages.catalogue import Catalogue
    from nbready.stages.detector import Detector, detect_stages

__all__ = ["STAGES", "Catalogue", "CellStages", "Detector", "Stage", "StageUse", "detect_stages"]

_LATER = {"Catalogue": "catalogue", "Detector": "detector", "detect_stages": "detector"}


def __getattr__(name: str) -> object:
    # The gate needs the types alone: `%load_ext nbready` does not wait for a detector that no cell asks for.
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
