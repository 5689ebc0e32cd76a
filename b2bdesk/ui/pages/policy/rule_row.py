"""One rule of a policy: a measure with its slider, and the accounts it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.models.enums import WORDS, RelationshipType
from b2bdesk.services.decisions.policy import PolicyResult
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.decisions.what_if import MeasureEffect
from b2bdesk.ui.pages.account.profit.what_if.lever_row import LeverRow
from b2bdesk.ui.pages.account.profit.what_if.words import LeverSpec, measure_name
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import ElidedText


class RuleRow(QWidget):
    """``changed`` when the user moved the rule or gave it other accounts."""

    changed = Signal()

    def __init__(self, kind: MeasureKind) -> None:
        super().__init__()
        look = theme()
        self.kind = kind
        self.lever = LeverRow(kind)
        self.lever.changed.connect(self._on_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(4))
        column.setSpacing(0)
        column.addWidget(self.lever)
        self._for = QWidget()
        row = QHBoxLayout(self._for)
        pad = look.space(3)
        row.setContentsMargins(pad, look.px(4), pad, look.px(6))
        row.setSpacing(look.space(2))
        self.types, self.segments = QComboBox(), QComboBox()
        self.types.addItem(tr("All types"), None)
        for held in RelationshipType:
            self.types.addItem(tr(WORDS[held]), held.value)
        self.segments.addItem(tr("All segments"), None)
        for box, words in (
            (self.types, tr("{measure}: for which relationship type", measure=measure_name(kind))),
            (self.segments, tr("{measure}: for which segment", measure=measure_name(kind))),
        ):
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
            box.activated.connect(lambda _: self.changed.emit())
            row.addWidget(box, 1)
        column.addWidget(self._for)
        self._reach = ElidedText("", "caption", "text_3")
        under = QHBoxLayout()
        under.setContentsMargins(pad, 0, pad, 0)
        under.addWidget(self._reach)
        column.addLayout(under)
        self._show_whom()

    @property
    def setting(self) -> MeasureSetting | None:
        """The rule, None while the measure stands where it is today."""
        found = self.lever.setting
        if found is None:
            return None
        held = self.types.currentData()
        return replace(
            found,
            type=None if held is None else RelationshipType(held),
            segment=self.segments.currentData(),
        )

    def set_reach(self, spec: LeverSpec, below: int | None, segments: Sequence[str]) -> None:
        """What the slider reaches to, and the segments there are; the rule goes back to today."""
        limit = self.kind in (MeasureKind.VISITS, MeasureKind.DISCOUNT)
        words = tr("{measure}, at most", measure=measure_name(self.kind)) if limit else ""
        self.lever.set_spec(spec, below, words)
        self.lever.show_effect(None)
        with QSignalBlocker(self.segments):
            chosen = self.segments.currentData()
            while self.segments.count() > 1:
                self.segments.removeItem(1)
            for segment in segments:
                self.segments.addItem(segment, segment)
            self.segments.setCurrentIndex(max(0, self.segments.findData(chosen)))
        self._show_whom()

    def set_rule(self, rule: MeasureSetting | None, value: float) -> None:
        """Put the rule somewhere without a signal; None takes it back to today."""
        self.lever.set_value(value, None if rule is None else rule.below)
        held = None if rule is None or rule.type is None else rule.type.value
        self.types.setCurrentIndex(max(0, self.types.findData(held)))
        segment = None if rule is None else rule.segment
        if segment is not None and self.segments.findData(segment) < 0:
            self.segments.addItem(segment, segment)
        self.segments.setCurrentIndex(max(0, self.segments.findData(segment)))
        self._show_whom()

    def show_reach(self, accounts: int) -> None:
        """How many accounts the rule is for."""
        self._reach.setText(trn("for {n} account", "for {n} accounts", accounts))

    def show_alone(self, result: PolicyResult | None) -> None:
        """What the rule brings alone; None where it is not set."""
        found = self.setting
        effect = None
        if found is not None and result is not None:
            effect = MeasureEffect(found, result.total_gain, None, None, None, result.facts)
        self.lever.show_effect(effect)

    def _on_moved(self) -> None:
        self._show_whom()
        self.changed.emit()

    def _show_whom(self) -> None:
        """Whom it is for is asked only of a rule that is there."""
        on = self.lever.setting is not None
        self._for.setVisible(on)
        self._reach.setVisible(on)
