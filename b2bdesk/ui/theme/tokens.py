"""Typed access to ``resources/themes/tokens.json``, the one source of every colour and measure.

Nothing here needs a QApplication. Labels of the scales are English; ``tr`` them where shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from b2bdesk.core.resources import resource_path


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """One step of the type scale, px at 100 %."""

    size: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class StanceStep:
    """A stance: ``value`` -2..2, None for unknown; ``color``, ``edge`` are colour roles."""

    key: str
    label: str
    value: int | None
    color: str
    edge: str
    icon: str


@dataclass(frozen=True, slots=True)
class RiskStep:
    """A risk class with 1..4 signal bars; holds while P(active) is at least ``active_min``."""

    key: str
    label: str
    color: str
    bars: int
    active_min: float


@dataclass(frozen=True, slots=True)
class TypeStep:
    """A relationship type and its mark: ``square_outline``, ``diamond`` or ``circle``."""

    key: str
    label: str
    color: str
    shape: str
    score_from: int
    score_to: int


@dataclass(frozen=True, slots=True)
class SentimentStep:
    """One of the five faces, ``value`` -2..2."""

    value: int
    label: str
    icon: str
    color: str


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """Keep, convert or let go."""

    key: str
    label: str
    icon: str
    color: str


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """How well one of us knows one of them; ``color`` is None where nothing is painted."""

    value: int | None
    label: str
    color: str | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything of tokens.json that code asks for."""

    colors: Mapping[str, Mapping[str, str]]
    scrim_opacity: Mapping[str, float]
    types: Mapping[str, TypeStyle]
    weights: Mapping[str, int]
    space: Mapping[int, int]
    radius: Mapping[str, int]
    border: Mapping[str, int]
    sizes: Mapping[str, int]
    person_card: tuple[int, int]
    min_window: tuple[int, int]
    motion: Mapping[str, int]
    chart_alpha: Mapping[str, float]
    line_width: float
    line_width_main: float
    ghost_dash: tuple[float, ...]
    reference_dash: tuple[float, ...]
    max_ticks: int
    stance: tuple[StanceStep, ...]
    risk: tuple[RiskStep, ...]
    relationship_type: tuple[TypeStep, ...]
    sentiment: tuple[SentimentStep, ...]
    decision: tuple[DecisionStep, ...]
    coverage: tuple[CoverageStep, ...]
    influence_max: int
    heat: tuple[str, ...]
    heat_text: tuple[str, ...]
    active_bar: tuple[tuple[float, str], ...]
    icons: Mapping[str, Mapping[str, str]]


def _colors(raw: Mapping[str, Any]) -> dict[str, str]:
    return {k: v["color"] if isinstance(v, dict) else v for k, v in raw.items()}


@cache
def tokens() -> Tokens:
    """The tokens, read once."""
    raw = json.loads(resource_path("themes", "tokens.json").read_text(encoding="utf-8"))
    scale, size, chart = raw["scale"], raw["size"], raw["chart"]
    return Tokens(
        colors={mode: _colors(raw["color"][mode]) for mode in ("light", "dark")},
        scrim_opacity={m: float(raw["color"][m]["scrim"]["opacity"]) for m in ("light", "dark")},
        types={name: TypeStyle(**style) for name, style in raw["type"]["sizes"].items()},
        weights=raw["type"]["weights"],
        space={int(k): v for k, v in raw["space"].items()},
        radius=raw["radius"],
        border=raw["border"],
        sizes={k: v for k, v in size.items() if isinstance(v, int)},
        person_card=(size["person_card"][0], size["person_card"][1]),
        min_window=(size["min_window"][0], size["min_window"][1]),
        motion=raw["motion"],
        chart_alpha=raw["chart_alpha"],
        line_width=float(chart["line_width"]),
        line_width_main=float(chart["line_width_main"]),
        ghost_dash=tuple(float(v) for v in chart["ghost_dash"]),
        reference_dash=tuple(float(v) for v in chart["reference_dash"]),
        max_ticks=chart["max_ticks"],
        stance=tuple(StanceStep(**s) for s in scale["stance"]),
        risk=tuple(RiskStep(**s) for s in scale["risk"]),
        relationship_type=tuple(TypeStep(**s) for s in scale["relationship_type"]),
        sentiment=tuple(SentimentStep(**s) for s in scale["sentiment"]),
        decision=tuple(DecisionStep(**s) for s in scale["decision"]),
        coverage=tuple(
            CoverageStep(s["value"], s["label"], s.get("color")) for s in scale["coverage"]
        ),
        influence_max=scale["influence"]["max"],
        heat=tuple(scale["heat"]["colors"]),
        heat_text=tuple(scale["heat"]["text"]),
        active_bar=tuple((float(s["min"]), s["color"]) for s in scale["active_bar"]),
        icons={k: v for k, v in raw["icon"].items() if isinstance(v, dict)},
    )


def stance_step(key: str) -> StanceStep:
    """The stance with ``key``; KeyError for an unknown one."""
    return {s.key: s for s in tokens().stance}[key]


def type_step(key: str) -> TypeStep:
    """The relationship type with ``key``; KeyError for an unknown one."""
    return {s.key: s for s in tokens().relationship_type}[key]


def decision_step(key: str) -> DecisionStep:
    """The decision with ``key``; KeyError for an unknown one."""
    return {s.key: s for s in tokens().decision}[key]


def sentiment_step(value: int) -> SentimentStep:
    """The face for -2..2; KeyError outside."""
    return {s.value: s for s in tokens().sentiment}[value]


def risk_step(key: str) -> RiskStep:
    """The risk class with ``key``; KeyError for an unknown one."""
    return {s.key: s for s in tokens().risk}[key]


def risk_of_active(p_active: float) -> RiskStep:
    """The risk class of a probability (0..1) of still being active."""
    steps = tokens().risk
    return next((s for s in steps if p_active >= s.active_min), steps[-1])


def active_bar_role(p_active: float) -> str:
    """Colour role of the bar that shows a probability (0..1) of still being active."""
    bands = tokens().active_bar
    return next((color for least, color in bands if p_active >= least), bands[-1][1])


def heat_index(value: float, maximum: float) -> int:
    """Step 0..5 of the heat scale for ``value`` between 0 and ``maximum``."""
    if maximum <= 0 or value <= 0:
        return 0
    last = len(tokens().heat) - 1
    return min(last, round(value / maximum * last))
