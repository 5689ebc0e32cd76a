"""One Hypothesis profile for all properties: no deadline, since machines differ in speed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("b2bdesk", deadline=None)
settings.load_profile("b2bdesk")
