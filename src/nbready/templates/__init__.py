"""Presets, and the notebooks that instructors and leads hand out."""
