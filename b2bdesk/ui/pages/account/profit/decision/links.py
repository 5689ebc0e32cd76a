"""Measures as a place: what the sliders shall be put to when the summary is opened."""

from __future__ import annotations

from collections.abc import Iterable

from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.services.decisions.settings import MeasureSetting

_TRY = "try="


def try_link(settings: Iterable[MeasureSetting]) -> str:
    """What the summary is asked for: ``summary:try=price:1500,order_fee:20000:50000``."""
    parts = []
    for each in settings:
        below = "" if each.below is None else f":{each.below}"
        parts.append(f"{each.kind.value}:{each.milli}{below}")
    return f"summary:{_TRY}{','.join(parts)}"


def tried_settings(wanted: str) -> tuple[MeasureSetting, ...] | None:
    """The measures of such a link, without the face's name; None where it is none."""
    if not wanted.startswith(_TRY):
        return None
    found = []
    for part in filter(None, wanted.removeprefix(_TRY).split(",")):
        kind, milli, *below = part.split(":")
        limit = int(below[0]) if below else None
        found.append(MeasureSetting(MeasureKind(kind), int(milli), limit))
    return tuple(found)
