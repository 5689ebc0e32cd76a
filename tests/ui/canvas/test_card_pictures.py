"""Many cards: a few are drawn anew in each frame, and in the end all of them are sharp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.canvas.card_pictures import FRESH, CardPictures

_BOX = QRectF(0, 0, 18, 18)
_MANY = 3 * FRESH


class Card(QGraphicsItem):
    """A box with a line in it; told at a glance it is grey."""

    def __init__(self, pictures: CardPictures) -> None:
        super().__init__()
        self.pictures = pictures
        self.look = "blue"
        self.drawn = 0

    def boundingRect(self) -> QRectF:
        return _BOX

    def paint(self, painter: QPainter, _option: object, _widget: QWidget | None = None) -> None:
        self.pictures.paint(painter, _BOX, self, self.look, self.draw, self.draw_plain)

    def draw(self, painter: QPainter) -> None:
        self.drawn += 1
        painter.fillRect(_BOX, QColor(self.look))
        painter.fillRect(QRectF(8, 2, 2, 14), QColor("white"))

    def draw_plain(self, painter: QPainter) -> None:
        painter.fillRect(_BOX, QColor("grey"))


class View(QGraphicsView):
    def __init__(self) -> None:
        super().__init__()
        self.canvas = QGraphicsScene(self)
        self.setScene(self.canvas)
        self.pictures = CardPictures()
        self.cards = [Card(self.pictures) for _ in range(_MANY)]
        for number, card in enumerate(self.cards):
            self.canvas.addItem(card)
            card.setPos(QPointF(20 * (number % 6), 20 * (number // 6)))

    def drawBackground(self, painter: QPainter, rect: object) -> None:
        self.pictures.begin_frame()
        painter.fillRect(self.sceneRect(), Qt.GlobalColor.white)

    def frame_drawn(self) -> int:
        """Paint once; how many cards were drawn anew."""
        before = sum(card.drawn for card in self.cards)
        self.viewport().repaint()
        return sum(card.drawn for card in self.cards) - before

    def picture(self) -> QImage:
        return self.viewport().grab().toImage()


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> View:
    made = View()
    qtbot.addWidget(made)
    made.resize(400, 400)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.frame_drawn() == 0)
    assert all(card.drawn == 1 for card in made.cards)
    return made


def test_a_frame_draws_few_cards_anew_and_copies_the_others(view: View) -> None:
    assert view.frame_drawn() == 0
    view.scale(1.5, 1.5)
    assert view.frame_drawn() == FRESH
    assert view.picture().pixelColor(view.mapFromScene(4, 4)) == QColor("blue")
    assert [view.frame_drawn() for _ in range(2)] == [FRESH, 0]


def test_who_comes_into_view_late_is_told_at_a_glance(view: View) -> None:
    view.pictures.forget_all()
    picture = view.picture()
    shown = [picture.pixelColor(view.mapFromScene(c.pos() + QPointF(4, 4))) for c in view.cards]
    assert shown.count(QColor("blue")) == FRESH
    assert shown.count(QColor("grey")) == _MANY - FRESH


def test_a_card_that_looks_another_way_is_drawn_anew_at_once(view: View) -> None:
    view.cards[-1].look = "red"
    assert view.frame_drawn() == 1
    last = view.mapFromScene(view.cards[-1].pos() + QPointF(4, 4))
    assert view.picture().pixelColor(last) == QColor("red")


def test_in_the_end_every_card_is_as_sharp_as_drawn_by_itself(qtbot: QtBot, view: View) -> None:
    view.scale(2, 2)
    qtbot.waitUntil(lambda: view.frame_drawn() == 0)
    copied = view.picture()
    for card in view.cards:
        corner = view.mapFromScene(card.pos())
        for x in range(1, 35):
            color = QColor("white") if 16 <= x < 20 else QColor("blue")
            assert copied.pixelColor(corner.x() + x, corner.y() + 16) == color
