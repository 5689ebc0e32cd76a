"""The assessment's questions and what an answer says, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.analytics.relationship import Assessment, Fit, Gate, Question, Step
from b2bdesk.core.i18n import lowered, mark, tr
from b2bdesk.models.enums import WORDS, RelationshipType
from b2bdesk.services.relationship import RelationshipResult
from b2bdesk.ui.formats import formats


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question's name, what its two ends are called (left pulls to transactional), its hint.

    ``less`` and ``more`` say what an answer left or right of the middle means. ``reversed``: the
    answer 5 lies at the left.
    """

    name: str
    left: str
    right: str
    hint: str
    less: str
    more: str
    reversed: bool = False


QUESTIONS: dict[Question, QuestionWords] = {
    Question.ALTERNATIVES: QuestionWords(
        mark("Alternatives"),
        mark("many"),
        mark("few"),
        mark("How many others could they buy this from?"),
        mark("They could buy from many others"),
        mark("Few others could replace us"),
        reversed=True,
    ),
    Question.DYNAMISM: QuestionWords(
        mark("Market pace"),
        mark("stable"),
        mark("fast"),
        mark("How fast do prices, products and technologies change in their market?"),
        mark("Their market is stable"),
        mark("Their market changes fast"),
    ),
    Question.IMPORTANCE: QuestionWords(
        mark("Importance"),
        mark("low"),
        mark("high"),
        mark("How much does their business depend on what they buy from us?"),
        mark("What we sell matters little to them"),
        mark("Their business depends on what we sell"),
    ),
    Question.COMPLEXITY: QuestionWords(
        mark("Complexity"),
        mark("low"),
        mark("high"),
        mark("How hard is it to choose, to fit and to use?"),
        mark("The purchase is simple"),
        mark("The purchase is complex and needs advice"),
    ),
    Question.MONEY: QuestionWords(
        mark("Money"),
        mark("low"),
        mark("high"),
        mark("What would changing the supplier cost them in money?"),
        mark("Leaving us would cost them little money"),
        mark("Leaving us would cost them much money"),
    ),
    Question.PEOPLE: QuestionWords(
        mark("People"),
        mark("low"),
        mark("high"),
        mark("How much do their people rely on ours?"),
        mark("Their people hardly rely on ours"),
        mark("Their people know and rely on ours"),
    ),
    Question.TRAINING: QuestionWords(
        mark("Training"),
        mark("low"),
        mark("high"),
        mark("How much would they have to learn anew?"),
        mark("Another supplier needs little retraining"),
        mark("Another supplier means retraining their people"),
    ),
    Question.EQUIPMENT: QuestionWords(
        mark("Equipment"),
        mark("low"),
        mark("high"),
        mark("How much of their equipment is tied to our products?"),
        mark("Little of their equipment is tied to us"),
        mark("Much of their equipment is tied to us"),
    ),
    Question.PROCEDURES: QuestionWords(
        mark("Procedures"),
        mark("low"),
        mark("high"),
        mark("How many of their procedures and systems are set up for us?"),
        mark("Few of their procedures are set up for us"),
        mark("Their procedures are set up for us"),
    ),
}

_GATES = {
    Gate.IMPORTANCE_TOO_LOW: mark("Collaborative needs at least a middle importance."),
    Gate.SWITCHING_COSTS_TOO_LOW: mark("Collaborative needs switching costs of at least 40%."),
    Gate.EASY_TO_REPLACE: mark(
        "With many alternatives, low complexity and low switching costs it is transactional,"
        " whatever the score."
    ),
}


def type_word(kind: RelationshipType) -> str:
    """The type's name."""
    return tr(WORDS[kind])


def in_sentence(kind: RelationshipType) -> str:
    """The type's name inside a sentence."""
    return lowered(type_word(kind))


def meaning(question: Question, answer: int) -> str:
    """What an answer other than the middle says."""
    words = QUESTIONS[question]
    right = (answer > 3) is not words.reversed
    return tr(words.more if right else words.less)


def state_of(outcome: Assessment) -> str:
    """Score and recommendation, or what is missing, in a sentence or two."""
    asked = len(Question)
    if outcome.recommended is None or outcome.score_shown is None:
        if len(outcome.missing) == asked:
            return tr("Nothing is answered yet. Move a slider to begin.")
        return tr(
            "{done} of {asked} answered. The score can still be {low} to {high}.",
            done=asked - len(outcome.missing),
            asked=asked,
            low=formats().number(float(outcome.lowest)),
            high=formats().number(float(outcome.highest)),
        )
    gates = " ".join(tr(_GATES[gate]) for gate in outcome.gates)
    if gates and outcome.by_score is not None:
        return tr(
            "The score of {score} alone would say {by_score}. {why}",
            score=outcome.score_shown,
            by_score=in_sentence(outcome.by_score),
            why=gates,
        )
    return ""


def borderline_of(outcome: Assessment) -> str:
    """Which single step of an answer changes the recommendation; empty where none does."""
    if not outcome.borderline:
        return ""
    return tr(
        "Borderline: {steps}.", steps="; ".join(_step(outcome, step) for step in outcome.borderline)
    )


def _step(outcome: Assessment, step: Step) -> str:
    words = QUESTIONS[step.question]
    now = next(line.answer for line in outcome.contributions if line.question is step.question)
    assert now is not None
    to_right = (step.answer > now) is not words.reversed
    return tr(
        "one step of {question} towards “{end}” makes it {type}",
        question=lowered(tr(words.name)),
        end=tr(words.right if to_right else words.left),
        type=in_sentence(step.becomes),
    )


def fit_of(result: RelationshipResult) -> tuple[str, str]:
    """Headline and detail where the current type is not the recommended one; else empty."""
    current, recommended = result.current, result.recommended
    if current is None or recommended is None or result.fit in (Fit.FITS, Fit.UNKNOWN):
        return "", ""
    both = tr(
        "The relationship is {current} today; {recommended} is recommended.",
        current=in_sentence(current.type),
        recommended=in_sentence(recommended),
    )
    if result.fit is Fit.UNDER_INVESTED:
        return tr("Under-invested."), both
    if not result.urgent or result.profit_minor is None:
        return tr("Over-invested."), both
    loss = formats().money_unit(-result.profit_minor)
    if result.costs_included:
        return tr("Over-invested, and it loses money."), tr(
            "{both} The account loses {sum} in the period.", both=both, sum=loss
        )
    return tr("Over-invested, and it loses money."), tr(
        "{both} The gross margin of the period is {sum} below zero.", both=both, sum=loss
    )
