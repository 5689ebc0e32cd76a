"""The look and the figures that tests of single widgets see, and a window with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.theme.theme import apply


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    """Light, English, dollars, and no mouse button held by a test before."""
    if qapp.mouseButtons():
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)
    assert not qapp.mouseButtons()
    apply(qapp, "light")
    set_formats(Formats("en_US", "USD"))
    yield
    left = [w for w in qapp.topLevelWidgets() if w.isVisible()]
    for widget in left:
        widget.close()
        widget.deleteLater()
    assert not left, f"left open: {left}"


@pytest.fixture
def activate() -> Callable[[QWidget], None]:
    """Show a window and give it the keyboard."""

    def show(window: QWidget) -> None:
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)

    return show
