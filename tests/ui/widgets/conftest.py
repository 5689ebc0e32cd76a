"""Every test of this folder sees the same look and leaves no window open."""

from __future__ import annotations

from helpers.look import activate, look

__all__ = ["activate", "look"]
