"""Presets, and the notebooks that instructors and leads hand out."""

from __future__ import annotations

from nbready.templates.preset import Preset, find_presets, load_preset

__all__ = ["Preset", "find_presets", "load_preset"]
