"""What the import would do: counts, what waits and why, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.duplicates import LookAlike
from b2bdesk.services.imports.plan import ImportPlan, SheetPlan
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.conversion_words import conversion_words
from b2bdesk.ui.pages.data.count_lines import CountLines
from b2bdesk.ui.pages.data.decision_list import DecisionList
from b2bdesk.ui.pages.data.decision_log import Decision
from b2bdesk.ui.pages.data.look_alike_list import LookAlikeList
from b2bdesk.ui.pages.data.plan_words import button_words, plan_words
from b2bdesk.ui.pages.data.reason_list import ReasonList
from b2bdesk.ui.pages.data.share_bar import ShareBar
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule


class Section(QWidget):
    """A part of the panel under a rule, hidden while it has nothing to say."""

    def __init__(self, title: str, *content: QWidget) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space(2), 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(h_rule())
        column.addSpacing(look.px(4))
        column.addWidget(Text(title, "table", weight="semibold"))
        for widget in content:
            column.addWidget(widget)


class OutcomePanel(QFrame):
    """288 px at the right of the wizard; its middle scrolls, its buttons do not."""

    import_asked = Signal()
    cancel_asked = Signal()
    back_asked = Signal()
    again_asked = Signal()
    export_asked = Signal()
    rows_asked = Signal(str)  # "new", "changed", "left", "conflicts", "attention"

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "panel")
        self.setFixedWidth(look.px(288))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("scrollBody", True)
        self._body = QVBoxLayout(body)
        side = look.space(4)
        self._body.setContentsMargins(side, look.space(3), side, look.space(2))
        self._body.setSpacing(look.space(2))
        scroll.setWidget(body)
        whole.addWidget(scroll, 1)
        self._fill_body()
        foot = QVBoxLayout()
        foot.setContentsMargins(side, look.space(2), side, look.space(3))
        foot.setSpacing(look.space(2))
        whole.addLayout(foot)
        self._fill_foot(foot)
        self.show_working(tr("Reading the file"))

    def _fill_body(self) -> None:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self._read = Text("–", "figure")
        row.addWidget(self._read)
        words = Text(tr("rows read"), "body", "text_2")
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self._body.addLayout(row)
        self._bar = ShareBar()
        self._body.addWidget(self._bar)
        self._counts = CountLines(self.rows_asked.emit)
        self._body.addWidget(self._counts)
        self.reasons = ReasonList()
        self._export = Button(
            tr("Export these rows"),
            "link",
            icon_name="ph.download-simple",
            on_click=self.export_asked.emit,
        )
        self._waiting = Section(tr("Need attention"), self.reasons, self._export)
        self._body.addWidget(self._waiting)
        self.decisions = DecisionList()
        self._decided = Section(tr("Your decisions"), self.decisions)
        self._decided.hide()
        self._body.addWidget(self._decided)
        self.converted = Text("", "table", "text_2", wrap=True)
        self._converted = Section(tr("Other currencies"), self.converted)
        self._converted.hide()
        self._body.addWidget(self._converted)
        self.look_alikes = LookAlikeList()
        self._alike = Section(tr("Possible duplicate accounts"), self.look_alikes)
        self._alike.hide()
        self._body.addWidget(self._alike)
        self._state_icon = IconLabel("ph.circle-dashed", "text_3")
        self._state = Text("", "table", "text_2", wrap=True)
        state = QWidget()
        line = QHBoxLayout(state)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.space(2))
        line.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._state, 1)
        self._body.addWidget(Section(tr("Dry run"), state))
        self._body.addStretch(1)

    def _fill_foot(self, foot: QVBoxLayout) -> None:
        look = theme()
        self.button = Button(tr("Import"), "primary", large=True, on_click=self.import_asked.emit)
        wide = self.button.sizePolicy()
        wide.setHorizontalPolicy(wide.Policy.Expanding)
        self.button.setSizePolicy(wide)
        foot.addWidget(self.button)
        note = QHBoxLayout()
        note.setSpacing(look.space(2))
        top = Qt.AlignmentFlag.AlignTop
        note.addWidget(IconLabel("ph.arrow-counter-clockwise", "text_2"), 0, top)
        self._safe = Text("", "table", "text_2", wrap=True)
        note.addWidget(self._safe, 1)
        foot.addLayout(note)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self._back = Button(tr("Back"), on_click=self.back_asked.emit)
        row.addWidget(self._back)
        self._again = Button(tr("Dry run again"), on_click=self.again_asked.emit)
        row.addWidget(self._again)
        row.addStretch(1)
        self.cancel_button = Button(tr("Cancel"), "flat", on_click=self.cancel_asked.emit)
        row.addWidget(self.cancel_button)
        foot.addLayout(row)

    # --- what it shows ---------------------------------------------------------------------

    def _say(self, words: str, icon: str, role: str) -> None:
        self._state.setText(words)
        self._state_icon.set_icon(icon, role)

    def show_working(self, words: str) -> None:
        """Say that the dry run or the import is under way."""
        self._say(words, "ph.hourglass", "text_3")
        self.button.setEnabled(False)
        self._export.setEnabled(False)
        self._again.setEnabled(False)

    def show_problem(self, words: str) -> None:
        """Say what is missing before a dry run makes sense."""
        self._say(words, "ph.warning", "attention")
        self.button.setEnabled(False)
        self._again.setEnabled(True)

    def show_nothing(self, words: str) -> None:
        """Say that there is nothing to find out yet: the counts of an earlier dry run are void."""
        self._read.setText("–")
        self._counts.show_counts({})
        self._bar.set_parts()
        self._waiting.hide()
        self._converted.hide()
        self.button.setText(tr("Import"))
        self._safe.setText(tr("You can undo the whole import afterwards."))
        self.show_problem(words)

    def show_plan(self, plan: ImportPlan, time: str) -> None:
        """Show the outcome of a dry run of all sheets, and when it was."""
        self._say(plan_words(plan, time), "ph.check-circle", "for_us")
        converted = conversion_words(plan)
        self.converted.setText("\n".join(converted))
        self._converted.setVisible(bool(converted))
        self.button.setText(button_words(plan))
        self.button.setEnabled(plan.writes)
        self._again.setEnabled(True)
        self._export.setEnabled(True)
        waiting = trn(
            "The row that waits can be exported, corrected and imported again.",
            "The {n} rows that wait can be exported, corrected and imported again.",
            plan.waiting,
            n=formats().integer(plan.waiting),
        )
        safe = tr("You can undo the whole import afterwards.")
        self._safe.setText(f"{safe} {waiting}" if plan.waiting else safe)

    def show_counts(self, plans: Sequence[SheetPlan], links: frozenset[str], chosen: str) -> None:
        """Show the counts and reasons of these sheets."""

        def total(name: str) -> int:
            return sum(getattr(plan, name) for plan in plans)

        waiting = total("rejected") + total("ambiguous")
        conflicts = sum(1 for plan in plans for each in plan.conflicts if each.side is None)
        self._read.setText(formats().integer(total("read")))
        self._bar.set_parts(
            (total("new"), "text_2"),
            (total("unchanged") + total("set_aside"), "neutral_soft"),
            (total("changed"), "accent"),
            (waiting, "against_us"),
        )
        counts = {
            "new": total("new"), "changed": total("changed"), "unchanged": total("unchanged"),
            "left": total("set_aside"), "conflicts": conflicts, "attention": waiting,
        }  # fmt: skip
        self._counts.show_counts(counts, links=links)
        sums: dict[str, int] = {}
        details: dict[str, set[str]] = {}
        for plan in plans:
            for code, count in plan.reason_counts():
                sums[code] = sums.get(code, 0) + count
            for problem in plan.problems:
                details.setdefault(problem.code, set()).add(problem.detail)
                if problem.row not in plan.waiting_rows:  # its row comes in, but look at it
                    sums[problem.code] = sums.get(problem.code, 0) + 1
        one = {code: next(iter(found)) for code, found in details.items() if len(found) == 1}
        self.reasons.show_reasons([(c, one.get(c, ""), n) for c, n in sums.items()], chosen)
        self._waiting.setVisible(bool(sums))

    def show_look_alikes(self, pairs: Sequence[LookAlike]) -> None:
        """Show new accounts that may be known already."""
        self.look_alikes.show_pairs(pairs)
        self._alike.setVisible(bool(pairs))

    def show_decisions(self, made: Sequence[Decision]) -> None:
        """Show what was decided so far."""
        self.decisions.show_decisions(made)
        self._decided.setVisible(bool(made))
