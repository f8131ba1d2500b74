"""One page for the person who says yes: at kickoff, before it is built, at launch."""

from nbready.brief.compose import compose_brief, stage_of
from nbready.brief.page import STAGES, Brief, Stage

__all__ = ["STAGES", "Brief", "Stage", "compose_brief", "stage_of"]
