"""The reading room's scoring service, as far as the example needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib


def publish(model: Any, folder: str | Path = "released") -> Path:
    """Hand a fitted model to the service: it picks up the newest file of ``folder`` each morning."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    return Path(joblib.dump(model, target / "triage.joblib")[0])
