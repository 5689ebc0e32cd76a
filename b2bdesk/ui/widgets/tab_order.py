"""The order in which Tab reaches controls that are made while the program runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_in_place(place: QWidget, controls: Sequence[QWidget] | None = None) -> None:
    """Let Tab reach controls, by default those inside, where a widget stands that takes no focus.

    Qt puts a new control behind all others of the window.
    """
    if controls is None:
        found = place.findChildren(QWidget)
        controls = [child for child in found if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    policy = place.focusPolicy()
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # else Qt refuses it as the one before
    for one, two in pairwise((place, *controls)):
        QWidget.setTabOrder(one, two)
    place.setFocusPolicy(policy)
