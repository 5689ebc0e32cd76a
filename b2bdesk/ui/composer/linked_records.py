"""What rests on an exchange: stances, behaviours and perceptions; each opens its person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.exchange_links import BehaviourLink, Link, StanceLink
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


class LinkedRecords(QWidget):
    """Nothing at all where nothing rests on the exchange."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme().space(2), 0, 0)
        self._column.setSpacing(theme().px(2))
        self._column.addWidget(
            Text(tr("Rests on this exchange"), "table", "text_2", weight="medium")
        )
        self._buttons: list[Button] = []
        self.hide()

    def show_links(self, links: Sequence[Link], account: int) -> None:
        """Show these."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for link in links:
            made = Button(
                link_words(link),
                "link",
                on_click=partial(open_person, self._ctx, account, link.person_id),
            )
            self._buttons.append(made)
            self._column.addWidget(made)
        self.setVisible(bool(links))


def open_person(ctx: AppContext, account: int, person: int) -> None:
    """The person among the account's people, with stances, behaviours and perceptions."""
    ctx.go(Target("account", account, "people", record=person))


def link_words(link: Link) -> str:
    """ "Ruth Nowak: Supporter since 3 May"."""
    on = formats().date(link.on)
    if isinstance(link, StanceLink):
        stance = tr(WORDS[link.stance])
        return tr("{person}: {stance} since {day}", person=link.person, stance=stance, day=on)
    if isinstance(link, BehaviourLink):
        return tr("{person}: {what}, {day}", person=link.person, what=link.what, day=on)
    ours = MISSING if link.ours is None else str(link.ours)
    rival = MISSING if link.rival is None else str(link.rival)
    return tr(
        "{person}: {attribute}, we {ours}, main rival {rival}",
        person=link.person,
        attribute=link.attribute,
        ours=ours,
        rival=rival,
    )
