"""Charters marked: what a machine can count, and the place where a person marks the rest."""

from __future__ import annotations
