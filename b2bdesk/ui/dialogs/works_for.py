"""For whom a person works: the company itself, or outside of it as an adviser, a partner, media."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.models.enums import WORDS, OutsideKind

_CHOICES: tuple[tuple[bool, OutsideKind | None], ...] = (
    (False, None),
    *((True, kind) for kind in OutsideKind),
    (True, None),
)


class WorksFor(QComboBox):
    """One choice for both facts of a job: outside or not, and as what."""

    def __init__(self, external: bool = False, outside_as: OutsideKind | None = None) -> None:
        super().__init__()
        for outside, kind in _CHOICES:
            if kind is not None:
                self.addItem(tr("Outside: {kind}", kind=lowered(tr(WORDS[kind]))))
            else:
                self.addItem(tr("Outside the company") if outside else tr("The company"))
        self.setCurrentIndex(_CHOICES.index((external or outside_as is not None, outside_as)))

    @property
    def external(self) -> bool:
        """True for someone outside the company."""
        return _CHOICES[self.currentIndex()][0]

    @property
    def outside_as(self) -> OutsideKind | None:
        """As what, where that is known."""
        return _CHOICES[self.currentIndex()][1]
