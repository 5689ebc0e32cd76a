"""Setting a decision: for one account or for several, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.costing_enums import Decision
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.decide import DecisionDraft, set_decision
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.decision.words import BUTTON_WORDS
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text

_WIDTH = 460


class DecisionDialog(RecordDialog):
    """Decide about accounts as of the as-of date; one step to undo however many they are.

    ``why`` is what the figures say, shown above the reason.
    """

    def __init__(
        self,
        ctx: AppContext,
        accounts: Sequence[int],
        name: str,
        decision: Decision,
        why: str = "",
        parent: QWidget | None = None,
    ) -> None:
        word = tr(WORDS[decision])
        super().__init__(ctx, tr("Set decision"), f"{word}: {name}", parent)
        self._accounts, self._name, self._decision = tuple(accounts), name, decision
        if why:
            self.column.addWidget(Text(why, "table", "text_2", wrap=True))
        self.strategic = QCheckBox(tr("Strategic: kept whatever it earns"))
        self.strategic.setVisible(decision is Decision.KEEP)
        self.column.addWidget(self.strategic)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why, in a few words"))
        self.fields["reason"] = FieldRow(tr("Reason"), self.reason)
        self.column.addWidget(self.fields["reason"])
        day = formats().date_full(ctx.as_of)
        author = ctx.author or tr("nobody named")
        told = tr("Decided on {day} by {author}.", day=day, author=author)
        self.column.addWidget(Text(told, "caption", "text_3", wrap=True))
        self.add_buttons(tr(BUTTON_WORDS[decision]) if len(accounts) == 1 else tr("Set decision"))
        self.fit(_WIDTH)
        self.reason.setFocus()

    def entry(self) -> Entry:
        strategic = self._decision is Decision.KEEP and self.strategic.isChecked()
        draft = DecisionDraft(self._decision, self.reason.text(), strategic)
        as_of, me, accounts = self._ctx.as_of, self._ctx.me, self._accounts
        word = lowered(tr(WORDS[self._decision]))
        return Entry(
            tr("Decide to {decision} {name}", decision=word, name=self._name),
            lambda session: set_decision(session, accounts, draft, as_of, me),
            tr("Decided to {decision}: {name}", decision=word, name=self._name),
        )


def decide_about(
    ctx: AppContext, owner: QWidget, accounts: Sequence[int], name: str, decision: Decision
) -> None:
    """Ask for the reason and decide; ``name`` is that of the one account."""
    if len(accounts) != 1:
        name = trn("{n} account", "{n} accounts", len(accounts), n=formats().integer(len(accounts)))
    DecisionDialog(ctx, accounts, name, decision, parent=owner).open()
