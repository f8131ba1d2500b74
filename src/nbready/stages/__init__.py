"""What code does: code text in, stage uses out. Knows nothing of charters and gates."""

from nbready.stages.catalogue import Catalogue
from nbready.stages.detector import Detector, detect_stages
from nbready.stages.uses import STAGES, CellStages, Stage, StageUse

__all__ = ["STAGES", "Catalogue", "CellStages", "Detector", "Stage", "StageUse", "detect_stages"]
