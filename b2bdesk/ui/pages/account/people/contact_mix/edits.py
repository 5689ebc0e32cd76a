"""What the contact mix changes: each gesture one labelled step that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import ContactClass
from b2bdesk.queries.contact_mix import ContactRow
from b2bdesk.services.contact_class import correct_class
from b2bdesk.services.contact_goals import set_goal
from b2bdesk.services.contact_rules import (
    save_rule,
    set_list_figure,
    set_threshold,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_mix.words import class_word

Failed = Callable[[B2BDeskError], None]


class MixEdits:
    """The edits of one account's contact mix."""

    def __init__(self, ctx: AppContext, owner: QObject) -> None:
        self._ctx, self._owner = ctx, owner
        self.account = 0

    def set_class(self, row: ContactRow, kind: ContactClass, *, same_title: bool) -> None:
        """Give a person a class, and by default everybody with the same job title."""
        word = class_word(kind)

        def done(number: int) -> None:
            words = trn(
                "{n} contact with the title {title} is {kind} now.",
                "{n} contacts with the title {title} are {kind} now.",
                number,
                n=formats().integer(number),
                title=row.title,
                kind=word,
            )
            self._ctx.toasted.emit(
                words
                if same_title and row.title
                else tr("{name} is {kind} now.", name=row.name, kind=word),
                True,
            )

        self._ctx.write(
            tr("Class of {name}: {kind}", name=row.name, kind=word),
            self._owner,
            lambda session: correct_class(session, row.job_id, kind, same_title=same_title),
            done,
        )

    def set_goal(self, kind: ContactClass, failed: Failed, **parts: Any) -> None:
        """Change what is wanted of a class."""
        account = self.account
        self._ctx.write(
            tr("Contacts wanted: {kind}", kind=class_word(kind)),
            self._owner,
            lambda session: set_goal(session, account, kind, **parts),
            None,
            failed,
        )

    def set_figure(self, name: str, value: int | None) -> None:
        """Change one of the user's figures for a list."""
        self._ctx.write(
            tr("Price of contacts"),
            self._owner,
            lambda session: set_list_figure(session, name, value),
        )

    def set_threshold(self, name: str, value: object, failed: Failed) -> None:
        """Change one threshold of the rule."""
        self._ctx.write(
            tr("Rule of the contact mix"),
            self._owner,
            lambda session: set_threshold(session, name, value),
            None,
            failed,
        )

    def reset_rule(self) -> None:
        """Go back to the default rule."""
        from b2bdesk.analytics.contact_mix import Rule

        self._ctx.write(
            tr("Rule of the contact mix"),
            self._owner,
            lambda session: save_rule(session, Rule()),
            toast=tr("The default rule holds again."),
        )
