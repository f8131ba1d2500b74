"""Which tools of a repository would strip the charter out of its notebooks, and the line that keeps it.

Every tool known here keeps the ``%%charter`` cell; some drop the notebook's metadata, its other copy.
Configuration files are read and git is asked for its own; none of the tools is run.
"""

from nbready.doctor.diagnosis import Diagnosis, diagnose
from nbready.doctor.repository import Repository, read_repository

__all__ = ["Diagnosis", "Repository", "diagnose", "read_repository"]
