"""Draws the timeline: heads of months, and exchanges on a line with their direction."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Direction, ExchangeKind
from b2bdesk.queries.exchanges import ExchangeRow, StepRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.exchanges.timeline_model import (
    ITEM_ROLE,
    ExchangeItem,
    MonthItem,
    month_totals,
)
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import sentiment_step, tokens
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded, text_width

ROW_HEIGHT = 46
_SEEN = 400  # characters of a note that a row has room for at most
_STEP_FROM = 560  # narrower rows have no room for the next step
_PLAIN = (ExchangeKind.COMMUNICATION,)
Index = QModelIndex | QPersistentModelIndex


class TimelineDelegate(QStyledItemDelegate):
    """``with_account`` puts the account's name first; days count from ``as_of``."""

    def __init__(self, parent: QObject, *, with_account: bool) -> None:
        super().__init__(parent)
        self._with_account = with_account
        self.as_of: date | None = None
        self.hovered = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM_ROLE)
        box = QRectF(option.rect)
        painter.save()
        if isinstance(item, MonthItem):
            self._month(painter, box, item)
        elif isinstance(item, ExchangeItem):
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, theme().color("selected"))
            elif index.row() == self.hovered:
                painter.fillRect(box, theme().color("hover"))
            self._exchange(painter, box, item)
        painter.restore()

    def _month(self, painter: QPainter, box: QRectF, item: MonthItem) -> None:
        look = theme()
        pad = look.space(4)
        # All rows are equally high, so that ten thousand of them are laid out at once.
        inner = box.adjusted(pad, look.px(13), -pad, 0)
        title = formats().month(first_of_month(item.month))
        font = look.font("body", "semibold")
        draw_text(painter, inner, title, font)
        inner.setLeft(inner.left() + text_width(title, font) + look.space(3))
        draw_text(painter, inner, month_totals(item), look.font("caption"), "text_3")
        painter.setPen(QPen(look.color("line_strong"), 1))
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left() + pad, y), QPointF(box.right() - pad, y))

    def _exchange(self, painter: QPainter, box: QRectF, item: ExchangeItem) -> None:
        look = theme()
        pad = look.space(4)
        middle = box.center().y()
        painter.setPen(QPen(look.color("line"), 1))
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left() + pad, y), QPointF(box.right() - pad, y))
        day_box = QRectF(box.left() + pad, box.top(), look.px(54), box.height())
        day = formats().weekday_day(item.key.on)
        draw_text(painter, day_box, day, look.font("table"), "text_2")
        mark_x = box.left() + pad + look.px(70)
        painter.setPen(QPen(look.color("line_strong"), 1))
        painter.drawLine(QPointF(mark_x, box.top()), QPointF(mark_x, box.bottom()))
        self._direction(painter, QPointF(mark_x, middle), item.key.direction)
        row = item.row
        left = mark_x + look.px(22)
        if row is None:
            bar = QRectF(left + look.px(24), middle - look.px(5), look.px(180), look.px(10))
            rounded(painter, bar, look.radius("badge"), "sunken")
            return
        side = look.size("icon")
        icon_box = QRectF(left, middle - side / 2, side, side)
        draw_icon(painter, tokens().icons["channel"][row.channel.value], icon_box, "text_2")
        right = self._right(painter, box.adjusted(0, 0, -pad, 0), row)
        self._words(painter, QRectF(left + look.px(30), box.top(), 0, box.height()), right, row)

    def _direction(self, painter: QPainter, center: QPointF, way: Direction) -> None:
        look = theme()
        side = look.px(22)
        circle = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
        talk = way is Direction.OUTBOUND
        rounded(
            painter, circle, side / 2, "text_2" if talk else "panel", None if talk else "text_2"
        )
        inside = circle.adjusted(side * 0.23, side * 0.23, -side * 0.23, -side * 0.23)
        names = tokens().icons["direction"]
        draw_icon(painter, names["talk" if talk else "listen"], inside, "panel" if talk else "text")

    def _right(self, painter: QPainter, box: QRectF, row: ExchangeRow) -> float:
        """Minutes, face and next step from the right edge; returns where the words must end."""
        look = theme()
        font = look.font("table")
        width = look.px(56)
        minutes = QRectF(box.right() - width, box.top(), width, box.height())
        if row.minutes is not None:
            words = tr("{minutes} min", minutes=row.minutes)
            draw_text(painter, minutes, words, font, "text", RIGHT)
        side = look.size("icon")
        edge = minutes.left() - look.px(12) - side
        if row.sentiment is not None:
            step = sentiment_step(row.sentiment)
            draw_icon(
                painter,
                step.icon,
                QRectF(edge, box.center().y() - side / 2, side, side),
                step.color,
            )
        if row.step is None or box.width() < look.px(_STEP_FROM):
            return edge - look.px(12)
        width = look.px(186)
        place = QRectF(edge - look.px(12) - width, box.top(), width, box.height())
        self._step(painter, place, row.step)
        return place.left() - look.px(12)

    def _step(self, painter: QPainter, box: QRectF, step: StepRow) -> None:
        look = theme()
        name, words, role = step_state(step, self.as_of)
        side = look.size("icon_small")
        draw_icon(painter, name, QRectF(box.left(), box.center().y() - side / 2, side, side), role)
        late = role == "against_us"
        font = look.font("table", "medium" if late else None)
        words_box = box.adjusted(side + look.px(6), 0, 0, 0)
        draw_text(painter, words_box, words, font, role if late else "text_2", LEFT)

    def _words(self, painter: QPainter, place: QRectF, right: float, row: ExchangeRow) -> None:
        look = theme()
        top = QRectF(place.left(), place.top() + look.px(5), right - place.left(), look.px(18))
        below = QRectF(place.left(), top.bottom(), top.width(), look.px(17))
        people = ", ".join(person.name for person in row.people)
        parts = [row.account] if self._with_account else []
        # Of a mail with all it quotes only what can be seen is laid out.
        parts += [part for part in (people, (row.note or "")[:_SEEN]) if part]
        line = ". ".join(" ".join(part.split()) for part in parts)
        if not line:
            top.moveTop(place.center().y() - top.height() / 2)
        font = look.font("body", "medium")
        badge = "" if row.kind in _PLAIN else tr(WORDS[row.kind])
        if row.complaint:
            badge = tr("{kind}, complaint", kind=badge) if badge else tr("Complaint")
        small = look.font("caption")
        badge_width = text_width(badge, small) + look.px(10) if badge else 0
        side = look.size("icon_small")
        clip_width = side + look.px(6) if row.files else 0
        subject = QRectF(top)
        room = top.width() - badge_width - clip_width - look.px(8)
        subject.setWidth(min(text_width(row.subject, font) + 2, room))
        draw_text(painter, subject, row.subject, font)
        end = subject.right()
        if row.files:
            clip = QRectF(end + look.px(6), top.center().y() - side / 2, side, side)
            draw_icon(painter, "ph.paperclip", clip, "text_2")
            end = clip.right()
        if badge:
            box = QRectF(end + look.px(8), top.top() + 1, badge_width, look.px(16))
            rounded(painter, box, look.radius("badge"), "sunken")
            draw_text(
                painter,
                box,
                badge,
                small,
                "against_us" if row.complaint else "text_2",
                Qt.AlignmentFlag.AlignCenter,
                elide=False,
            )
        draw_text(painter, below, line, look.font("table"), "text_2")


def step_state(step: StepRow, as_of: date | None) -> tuple[str, str, str]:
    """Icon, words and colour role of a next step: done, late, or due on a day."""
    if step.done is not None:
        day = formats().date(step.done, as_of)
        return "ph.check", tr("Done {day}", day=day), "text_2"
    if step.due is not None and as_of is not None and step.due < as_of:
        late = trn("{n} day late", "{n} days late", (as_of - step.due).days)
        return "ph.warning-circle", f"{step.what}, {late}", "against_us"
    due = "" if step.due is None else f", {formats().weekday(step.due, as_of)}"
    return "ph.flag", f"{step.what}{due}", "text_2"
