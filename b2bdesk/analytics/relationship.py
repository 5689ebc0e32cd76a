"""Which relationship type fits an account: nine answers, integers, three types.

s = (answer - 1) / 4. Switching costs SC = .25 money + .20 people + .20 training + .20 equipment
+ .15 procedures. Score = 100 (.20 (1 - alternatives) + .15 dynamism + .20 importance
+ .20 complexity + .25 SC): below 35 transactional, to 65 value-added, above collaborative, with
the gates of ``Gate``. No float decides anything: scores are numerators over one denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from b2bdesk.analytics.largest_remainder import round_half_away, round_parts
from b2bdesk.models.enums import RelationshipType


class Question(StrEnum):
    """What the assessment asks, each answered 1 (low) to 5 (high)."""

    ALTERNATIVES = "alternatives"
    DYNAMISM = "dynamism"
    IMPORTANCE = "importance"
    COMPLEXITY = "complexity"
    MONEY = "money"
    PEOPLE = "people"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    PROCEDURES = "procedures"


class Gate(StrEnum):
    """A rule that overrode the type that the score alone would give."""

    IMPORTANCE_TOO_LOW = "importance_too_low"  # collaborative needs importance >= .5
    SWITCHING_COSTS_TOO_LOW = "switching_costs_too_low"  # collaborative needs SC >= .4
    EASY_TO_REPLACE = "easy_to_replace"  # alternatives >= .75, complexity and SC <= .25


class Fit(StrEnum):
    """How the current type compares with the recommended one."""

    FITS = "fits"
    OVER_INVESTED = "over_invested"
    UNDER_INVESTED = "under_invested"
    UNKNOWN = "unknown"


MARKET = (Question.ALTERNATIVES, Question.DYNAMISM, Question.IMPORTANCE, Question.COMPLEXITY)
SWITCHING = tuple(question for question in Question if question not in MARKET)
_RANK = {kind: rank for rank, kind in enumerate(RelationshipType)}


@dataclass(frozen=True, slots=True)
class Weights:
    """Editable weights, whole numbers of any sum; ``switching_costs`` weighs the five together."""

    alternatives: int = 20
    dynamism: int = 15
    importance: int = 20
    complexity: int = 20
    switching_costs: int = 25
    money: int = 25
    people: int = 20
    training: int = 20
    equipment: int = 20
    procedures: int = 15

    def __post_init__(self) -> None:
        if min(self.of(question) for question in Question) < 0 or self.switching_costs < 0:
            raise ValueError("weights cannot be negative")
        if self.market_sum == 0 or self.switching_sum == 0:
            raise ValueError("at least one weight of each group must be above zero")

    def of(self, question: Question) -> int:
        """The weight of a question within its group."""
        weight: int = getattr(self, question.value)
        return weight

    @property
    def market_sum(self) -> int:
        """Sum of the weights that make the score."""
        return sum(self.of(question) for question in MARKET) + self.switching_costs

    @property
    def switching_sum(self) -> int:
        """Sum of the weights that make the switching costs."""
        return sum(self.of(question) for question in SWITCHING)

    @property
    def denominator(self) -> int:
        """A score of 100 as a numerator is 100 times this."""
        return 4 * self.market_sum * self.switching_sum

    def factor(self, question: Question) -> int:
        """What one step of the answer moves the score by, times ``denominator``; has a sign."""
        if question in MARKET:
            size = 100 * self.of(question) * self.switching_sum
            return -size if question is Question.ALTERNATIVES else size
        return 100 * self.switching_costs * self.of(question)


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an answer adds to or takes from the midpoint of 50.

    ``shown`` is whole and adds up with 50 to ``Assessment.score_shown`` when nothing is missing.
    """

    question: Question
    answer: int | None
    points: Fraction
    shown: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one answer that changes the recommendation."""

    question: Question
    answer: int
    becomes: RelationshipType


@dataclass(frozen=True, slots=True)
class Assessment:
    """Outcome of the nine answers. Score and switching costs on 0..100 and 0..1, exact.

    With answers missing there is no score and no recommendation, only the range the score can
    still take; ``switching_costs`` is known once its five answers are.
    """

    score: Fraction | None
    score_shown: int | None
    lowest: Fraction
    highest: Fraction
    switching_costs: Fraction | None
    recommended: RelationshipType | None
    by_score: RelationshipType | None
    gates: tuple[Gate, ...]
    borderline: tuple[Step, ...]
    contributions: tuple[Contribution, ...]
    missing: tuple[Question, ...]


def assess(
    answers: Mapping[Question, int | None] | Mapping[str, int | None],
    weights: Weights = DEFAULT_WEIGHTS,
) -> Assessment:
    """Assess an account from its answers by question; ``ValueError`` for one outside 1..5."""
    known: dict[Question, int] = {}
    for key, answer in answers.items():
        if answer is None:
            continue
        if not 1 <= answer <= 5:
            raise ValueError(f"an answer goes from 1 to 5: {key}")
        known[Question(key)] = answer
    missing = tuple(question for question in Question if question not in known)
    lowest = _score(_filled(known, weights, low=True), weights)
    highest = _score(_filled(known, weights, low=False), weights)
    switching = None
    if all(question in known for question in SWITCHING):
        switching = Fraction(_switching(known, weights), 4 * weights.switching_sum)
    contributions = _contributions(known, weights)
    if missing:
        return Assessment(
            None, None, lowest, highest, switching, None, None, (), (), contributions, missing
        )
    by_score, recommended, gates = _classify(known, weights)
    return Assessment(
        score=lowest,
        score_shown=round_half_away(lowest),
        lowest=lowest,
        highest=highest,
        switching_costs=switching,
        recommended=recommended,
        by_score=by_score,
        gates=gates,
        borderline=_steps(known, recommended, weights),
        contributions=contributions,
        missing=(),
    )


def recommend(
    answers: Mapping[Question, int | None] | Mapping[str, int | None],
    weights: Weights = DEFAULT_WEIGHTS,
) -> RelationshipType | None:
    """The recommended type alone, for lists of many accounts; None with an answer missing."""
    known = {Question(key): answer for key, answer in answers.items() if answer is not None}
    return _classify(known, weights)[1] if len(known) == len(Question) else None


def compare(current: RelationshipType | None, recommended: RelationshipType | None) -> Fit:
    """Over-invested when the current type is closer than the recommended one."""
    if current is None or recommended is None:
        return Fit.UNKNOWN
    difference = _RANK[current] - _RANK[recommended]
    if difference == 0:
        return Fit.FITS
    return Fit.OVER_INVESTED if difference > 0 else Fit.UNDER_INVESTED


def is_urgent(fit: Fit, net_profit: int | None) -> bool:
    """Over-invested in an account that loses money (minor units)."""
    return fit is Fit.OVER_INVESTED and net_profit is not None and net_profit < 0


def _numerator(answers: Mapping[Question, int], weights: Weights) -> int:
    total = 0
    for question in Question:
        factor = weights.factor(question)
        total += factor * (answers[question] - (5 if factor < 0 else 1))
    return total


def _score(answers: Mapping[Question, int], weights: Weights) -> Fraction:
    return Fraction(_numerator(answers, weights), weights.denominator)


def _switching(answers: Mapping[Question, int], weights: Weights) -> int:
    return sum(weights.of(question) * (answers[question] - 1) for question in SWITCHING)


def _filled(known: Mapping[Question, int], weights: Weights, *, low: bool) -> dict[Question, int]:
    filled = {}
    for question in Question:
        extreme = 1 if low == (weights.factor(question) >= 0) else 5
        # Alternatives pull down even where their weight is zero; then either end is the same.
        filled[question] = known.get(question, extreme)
    return filled


def _classify(
    answers: Mapping[Question, int], weights: Weights
) -> tuple[RelationshipType, RelationshipType, tuple[Gate, ...]]:
    numerator, denominator = _numerator(answers, weights), weights.denominator
    if numerator < 35 * denominator:
        by_score = RelationshipType.TRANSACTIONAL
    elif numerator <= 65 * denominator:
        by_score = RelationshipType.VALUE_ADDED
    else:
        by_score = RelationshipType.COLLABORATIVE
    recommended = by_score
    gates: list[Gate] = []
    switching, scale = _switching(answers, weights), weights.switching_sum
    if by_score is RelationshipType.COLLABORATIVE:
        if answers[Question.IMPORTANCE] < 3:
            gates.append(Gate.IMPORTANCE_TOO_LOW)
        if 5 * switching < 8 * scale:
            gates.append(Gate.SWITCHING_COSTS_TOO_LOW)
        if gates:
            recommended = RelationshipType.VALUE_ADDED
    if (
        answers[Question.ALTERNATIVES] >= 4
        and answers[Question.COMPLEXITY] <= 2
        and switching <= scale
        and recommended is not RelationshipType.TRANSACTIONAL
    ):
        gates.append(Gate.EASY_TO_REPLACE)
        recommended = RelationshipType.TRANSACTIONAL
    return by_score, recommended, tuple(gates)


def _steps(
    answers: Mapping[Question, int], recommended: RelationshipType, weights: Weights
) -> tuple[Step, ...]:
    found = []
    for question in Question:
        for answer in (answers[question] - 1, answers[question] + 1):
            if 1 <= answer <= 5:
                becomes = _classify({**answers, question: answer}, weights)[1]
                if becomes is not recommended:
                    found.append(Step(question, answer, becomes))
    return tuple(found)


def _contributions(known: Mapping[Question, int], weights: Weights) -> tuple[Contribution, ...]:
    points = [
        Fraction(weights.factor(question) * (known.get(question, 3) - 3), weights.denominator)
        for question in Question
    ]
    # From the score as it is shown: -0.5 rounds away from zero, 49.5 rounds up.
    midpoint = Fraction(50)
    shown = round_parts(points, round_half_away(sum(points, midpoint)) - 50)
    return tuple(
        Contribution(question, known.get(question), point, whole)
        for question, point, whole in zip(Question, points, shown, strict=True)
    )
