"""Relationship: how close we should be, and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.analytics.relationship import Assessment, Fit
from b2bdesk.core.dates import last_of_month, month_of
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import lowered, tr
from b2bdesk.models.enums import RelationshipPoint, RelationshipType
from b2bdesk.services import relationship as service
from b2bdesk.services.relationship import RelationshipResult, get_relationship
from b2bdesk.services.type_comparison import TypeFacts, compare_types
from b2bdesk.ui.charts.bars import SignedBar, SignedBars
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.spectrum import SpectrumBar, SpectrumData
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.relationship.assessment_panel import AssessmentPanel
from b2bdesk.ui.pages.account.relationship.history_panel import HistoryPanel
from b2bdesk.ui.pages.account.relationship.type_form import TypeForm
from b2bdesk.ui.pages.account.relationship.types_panel import TypesPanel
from b2bdesk.ui.pages.account.relationship.words import (
    QUESTIONS,
    borderline_of,
    fit_of,
    in_sentence,
    meaning,
    state_of,
    type_word,
)
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text

_NARROW = 860


class RelationshipTab(Page):
    """Spectrum on top; assessment and history left; why, and what each type means, right."""

    key = "relationship"
    watched = (
        "assessment",
        "relationship_record",
        "account",
        "import_batch",
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
        "colleague",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._result: RelationshipResult | None = None
        self._outcome: Assessment | None = None
        self._facts: tuple[TypeFacts, ...] = ()
        body = QWidget()
        body.setProperty("scrollBody", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(4))
        column.setSpacing(look.space(3))
        self._banner_place = QVBoxLayout()
        column.addLayout(self._banner_place)
        self._banner: Banner | None = None
        self.spectrum = SpectrumBar()
        self._top = ChartPanel(tr("Relationship type"), self.spectrum)
        self._assessed = Text("", "table", "text_3")
        self.current_button = Button(tr("Set current"), on_click=self.ask_current)
        self.target_button = Button(tr("Set target"), on_click=self.ask_target)
        for widget in (self._assessed, self.current_button, self.target_button):
            self._top.add_action(widget)
        self.form = TypeForm(ctx)
        self._top.add(self.form)
        column.addWidget(self._top)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(look.space(4))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(look.space(3))
        self.assessment = AssessmentPanel()
        self.history = HistoryPanel()
        left.addWidget(self.assessment)
        left.addWidget(self.history)
        left.addStretch(1)
        self.bars = SignedBars(value_header=tr("Points"))
        self._why = ChartPanel(tr("Why"), self.bars)
        self._state = Text("", "table", "text_2", wrap=True)
        self._borderline = Text("", "table", "attention_text", wrap=True)
        self._why.add(self._state)
        self._why.add(self._borderline)
        self.types = TypesPanel(ctx.currency)
        right.addWidget(self._why)
        right.addWidget(self.types)
        right.addStretch(1)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        column.addLayout(self._columns)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.set_content(area)
        self.assessment.changed.connect(self._on_moved)
        self.assessment.answered.connect(self._on_answered)
        self.assessment.note_edited.connect(self._on_note)
        self.form.saved.connect(self._on_type_saved)
        self.form.removed.connect(self._on_target_removed)

    def title(self) -> str:
        return tr("Relationship")

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("← →", tr("move slider"))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        narrow = self.width() < theme().px(_NARROW)
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    # --- reading ---------------------------------------------------------------------------

    def activate(self, target: Target) -> None:
        if target.account != self.target.account and self.target.account is not None:
            self.assessment.finish()
            self.form.hide()
        super().activate(target)

    def load(self) -> None:
        account, as_of, period = self.target.account, self.ctx.as_of, self.ctx.period
        if account is None:
            return
        if self._result is None:
            self.states.show_loading()
        self.ctx.read(
            "relationship",
            self,
            lambda s: get_relationship(s, account, as_of, period),
            lambda result: self._on_result(account, result),
            self.states.show_problem,
        )
        self.ctx.read("relationship-types", self, lambda s: compare_types(s, as_of), self._on_facts)

    def _on_result(self, account: int, result: RelationshipResult) -> None:
        if account != self.target.account:
            return
        self._result = result
        self.states.show_ready()
        assessed = result.assessment
        self.assessment.show_answers(
            {} if assessed is None else assessed.by_question(),
            "" if assessed is None else assessed.note or "",
        )
        self.target_button.setText(tr("Set target") if result.target is None else tr("Edit target"))
        self.current_button.setText(
            tr("Set current") if result.current is None else tr("Change current")
        )
        self._assessed.setText(self._assessed_words())
        self._show_banner(result)
        self.history.show_history(result.history, result.as_of)
        self.types.show_facts(self._facts, None if result.current is None else result.current.type)
        self._show_outcome(service.assess(self.assessment.answers))

    def _on_facts(self, facts: tuple[TypeFacts, ...]) -> None:
        self._facts = facts
        current = self._result.current if self._result is not None else None
        self.types.show_facts(facts, None if current is None else current.type)

    def _assessed_words(self) -> str:
        row = self._result.assessment if self._result is not None else None
        if row is None:
            return tr("Not assessed yet")
        day = formats().date(row.on, self.ctx.as_of)
        if row.author is None:
            return tr("Assessed {day}", day=day)
        return tr("Assessed {day} by {name}", day=day, name=row.author)

    def _show_banner(self, result: RelationshipResult) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        what, detail = fit_of(result)
        if not what:
            return
        tone = "error" if result.urgent else "attention"
        if result.fit is Fit.UNDER_INVESTED:
            tone = "info"
        self._banner = Banner(
            "error" if tone == "error" else "attention" if tone == "attention" else "info",
            what,
            detail,
            closable=False,
        )
        self._banner_place.addWidget(self._banner)

    def _show_outcome(self, outcome: Assessment) -> None:
        """Draw an assessment, saved or still under the user's hand."""
        self._outcome = outcome
        self.assessment.show_outcome(outcome)
        result = self._result
        current = result.current if result is not None else None
        target = result.target if result is not None else None
        head = under = ""
        if outcome.recommended is not None and outcome.recommended is not outcome.by_score:
            head = tr("Score")
            under = tr("{type} recommended", type=in_sentence(outcome.recommended))
        gaps = outcome.score is None and len(outcome.missing) < len(QUESTIONS)
        self.spectrum.set_data(
            SpectrumData(
                now=None,
                recommended=outcome.score_shown,
                recommended_range=(float(outcome.lowest), float(outcome.highest)) if gaps else None,
                now_type=current.type.value if current is not None else "",
                target_type=target.type.value if target is not None else "",
                target_day=target.on if target is not None else None,
                head=head,
                under=under,
            )
        )
        self._top.set_subtitle(tr("0 is purely transactional, 100 is fully collaborative"))
        lines = [
            SignedBar(meaning(one.question, one.answer), one.shown, formats().signed(one.shown))
            for one in outcome.contributions
            if one.answer is not None and one.answer != 3
        ]
        lines.sort(key=lambda bar: -abs(bar.value or 0))
        self.bars.set_data(lines)
        self.bars.setVisible(bool(lines))
        if outcome.recommended is None:
            self._why.set_title(tr("Why"), "")
        else:
            self._why.set_title(
                tr("Why {type}", type=in_sentence(outcome.recommended)),
                tr("starts at 50, ends at {score}", score=outcome.score_shown),
            )
        for text, words in (
            (self._state, state_of(outcome)),
            (self._borderline, borderline_of(outcome)),
        ):
            text.setText(words)
            text.setVisible(bool(words))
        self._why.refresh()

    # --- writing ---------------------------------------------------------------------------

    def _on_moved(self) -> None:
        self._show_outcome(service.assess(self.assessment.answers))

    def _on_answered(self, question: str, answer: int | None) -> None:
        account, ctx = self.target.account, self.ctx
        if account is None:
            return
        name = next(tr(words.name) for key, words in QUESTIONS.items() if key.value == question)
        if answer is None:
            label = tr("Take back the answer to {question}", question=lowered(name))
        else:
            label = tr("Assess {question} as {answer} of 5", question=lowered(name), answer=answer)
        ctx.write(
            label,
            self,
            lambda s: service.set_answer(s, account, question, answer, on=ctx.as_of, author=ctx.me),
            toast=tr("Assessment saved"),
        )

    def _on_note(self, note: str) -> None:
        account, ctx = self.target.account, self.ctx
        if account is None:
            return
        ctx.write(
            tr("Note what the assessment rests on"),
            self,
            lambda s: service.set_note(s, account, note, ctx.as_of, ctx.me),
            toast=tr("Assessment saved"),
        )

    def ask_current(self) -> None:
        """Open the form for how we work today."""
        result = self._result
        kind = None
        if result is not None:
            kind = result.current.type if result.current is not None else result.recommended
        self.form.open_for(RelationshipPoint.CURRENT, kind, None)

    def ask_target(self) -> None:
        """Open the form for the target."""
        result = self._result
        target = result.target if result is not None else None
        kind = target.type if target is not None else None
        if kind is None and result is not None:
            kind = result.recommended
        day = target.on if target is not None else _half_a_year_on(self.ctx.as_of)
        self.form.open_for(RelationshipPoint.TARGET, kind, day, removable=target is not None)

    def _on_type_saved(
        self, point: RelationshipPoint, kind: RelationshipType, by: date | None, reason: str
    ) -> None:
        account, ctx = self.target.account, self.ctx
        if account is None:
            return
        if point is RelationshipPoint.TARGET and by is not None:
            ctx.write(
                tr("Set target to {type}", type=in_sentence(kind)),
                self,
                lambda s: service.set_target_type(
                    s, account, kind, by=by, on=ctx.as_of, reason=reason, author=ctx.me
                ),
                lambda _: self.form.hide(),
                self._on_refused,
                toast=tr("Target set to {type}", type=in_sentence(kind)),
            )
        else:
            ctx.write(
                tr("Set relationship type to {type}", type=in_sentence(kind)),
                self,
                lambda s: service.set_current_type(
                    s, account, kind, on=ctx.as_of, reason=reason, author=ctx.me
                ),
                lambda _: self.form.hide(),
                self._on_refused,
                toast=tr("{type} set as how we work", type=type_word(kind)),
            )

    def _on_target_removed(self) -> None:
        account = self.target.account
        if account is None:
            return
        self.ctx.write(
            tr("Remove the target type"),
            self,
            lambda s: service.clear_target(s, account),
            lambda _: self.form.hide(),
            toast=tr("Target removed"),
        )

    def _on_refused(self, error: B2BDeskError) -> None:
        if isinstance(error, DomainError):
            self.form.show_error(error.field, str(error))
        else:
            self.ctx.failed.emit(error)


def _half_a_year_on(day: date) -> date:
    month = month_of(day) + 6
    return last_of_month(month)
