"""Results kept while the rows they were computed from stay the same (``services.kept``)."""

from __future__ import annotations

from b2bdesk.services.kept import Kept

__all__ = ["Kept"]
