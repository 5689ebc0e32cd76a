"""The nine answers as sliders, with what each adds to or takes from the score."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.analytics.relationship import MARKET, SWITCHING, Assessment, Question
from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.relationship.answer_slider import AnswerSlider
from b2bdesk.ui.pages.account.relationship.words import QUESTIONS
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Pull(QWidget):
    """Points with an arrow: right is closer, left is looser."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(4))
        self._points = Text("", "table")
        self._points.setAlignment(_RIGHT)
        self._arrow = IconLabel("ph.minus", "text_3", 12)
        row.addWidget(self._points, 1)
        row.addWidget(self._arrow)
        self.setFixedWidth(theme().px(52))

    def show_points(self, points: int | None) -> None:
        self._points.setText("" if points is None else formats().signed(points))
        self._arrow.setVisible(points is not None)
        if not points:
            self._arrow.set_icon("ph.minus", "text_3")
        elif points > 0:
            self._arrow.set_icon("ph.arrow-right", "for_us")
        else:
            self._arrow.set_icon("ph.arrow-left", "against_us")


class AssessmentPanel(Panel):
    """``changed`` while a slider moves, ``answered`` (question, answer) once it is let go.

    ``note_edited`` carries the words the assessment rests on.
    """

    changed = Signal()
    answered = Signal(str, object)
    note_edited = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            tr("Assessment"), tr("move a slider to see the recommendation change"), flush=True
        )
        look = theme()
        pull = Text(tr("pull"), "caption", "text_3")
        pull.setContentsMargins(0, 0, look.px(44), 0)
        pull.setToolTip(tr("What the answer adds to or takes from the middle score of 50"))
        self.add_action(pull)
        self.sliders: dict[Question, AnswerSlider] = {}
        self._pulls: dict[Question, _Pull] = {}
        self._clears: dict[Question, IconButton] = {}
        self._group(tr("Market and purchase"), MARKET)
        self.add(h_rule())
        self._group(tr("Switching costs for them"), SWITCHING)
        self.add(h_rule())
        foot = QVBoxLayout()
        pad = look.space(3)
        foot.setContentsMargins(pad, look.px(4), pad, pad)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("What this rests on: who said it, where you saw it"))
        self.note.setAccessibleName(tr("What the assessment rests on"))
        self.note.editingFinished.connect(self._on_note)
        self._saved_note = ""
        foot.addWidget(self.note)
        self.add(foot)

    def _group(self, title: str, questions: tuple[Question, ...]) -> None:
        look = theme()
        grid = QGridLayout()
        pad = look.space(3)
        grid.setContentsMargins(pad, 0, look.px(6), look.px(2))
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        grid.addWidget(Text(title, "table", "text_2"), 0, 0, 1, 6)
        for number, question in enumerate(questions, 1):
            words = QUESTIONS[question]
            name, left, right = tr(words.name), tr(words.left), tr(words.right)
            slider = AnswerSlider(name, left, right, tr(words.hint))
            slider.moved.connect(lambda _place: self.changed.emit())
            slider.settled.connect(partial(self._on_settled, question))
            label = Text(name, "table", weight="medium")
            label.setBuddy(slider)
            label.setToolTip(tr(words.hint))
            label.setMinimumWidth(look.px(84))
            low, high = Text(left, "caption", "text_3"), Text(right, "caption", "text_3")
            low.setAlignment(_RIGHT)
            low.setMinimumWidth(look.px(44))
            high.setMinimumWidth(look.px(34))
            clear = IconButton(
                "ph.x",
                tr("Take back the answer to {question}", question=name),
                on_click=slider.clear_answer,
                role="text_3",
            )
            clear.setFixedSize(look.size("control_in_row"), look.size("control_in_row"))
            clear.setIconSize(QSize(look.px(12), look.px(12)))
            clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            policy = clear.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            clear.setSizePolicy(policy)
            self.sliders[question], self._clears[question] = slider, clear
            self._pulls[question] = _Pull()
            row: tuple[QWidget, ...] = (label, low, slider, high, self._pulls[question], clear)
            grid.setRowMinimumHeight(number, look.px(26))
            for column, widget in enumerate(row):
                grid.addWidget(widget, number, column)
        self.add(grid)

    @property
    def answers(self) -> dict[str, int | None]:
        """The answers by question as the sliders stand now."""
        return {question.value: self._answer(question) for question in Question}

    @property
    def busy(self) -> bool:
        """True while the user is changing an answer."""
        return any(slider.busy for slider in self.sliders.values())

    def finish(self) -> None:
        """Save what is under way now: another account is about to be shown."""
        for slider in self.sliders.values():
            slider.settle_now()
        self._on_note()
        self.note.clearFocus()

    def show_answers(self, answers: dict[str, int | None], note: str) -> None:
        """Show saved answers; sliders under the user's hand stay where they are."""
        for question, slider in self.sliders.items():
            if not slider.busy:
                answer = answers.get(question.value)
                flipped = QUESTIONS[question].reversed and answer is not None
                slider.set_place(6 - answer if flipped and answer is not None else answer)
        self._saved_note = note
        if not self.note.hasFocus():
            self.note.setText(note)

    def show_outcome(self, outcome: Assessment) -> None:
        """Show what each answer pulls."""
        for line in outcome.contributions:
            known = line.answer is not None
            self._pulls[line.question].show_points(line.shown if known else None)
            self._clears[line.question].setVisible(known)

    def _answer(self, question: Question) -> int | None:
        place = self.sliders[question].place
        return 6 - place if place is not None and QUESTIONS[question].reversed else place

    def _on_settled(self, question: Question, _place: int | None) -> None:
        self.answered.emit(question.value, self._answer(question))

    def _on_note(self) -> None:
        text = self.note.text().strip()
        if text != self._saved_note:
            self._saved_note = text
            self.note_edited.emit(text)
