"""Own fields on screen: made in the settings, filled in the dialogs, shown, found."""

from __future__ import annotations

from datetime import date

from helpers.desk import Desk, settle
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import BrandAttribute, Perception
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType
from b2bdesk.queries.own_fields import own_fields, own_values
from b2bdesk.queries.search import search
from b2bdesk.queries.search_wanted import Wanted
from b2bdesk.services.own_fields import add_own_field, set_own_values
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.account_dialog import AccountDialog, edit_account
from b2bdesk.ui.dialogs.person_dialog import PersonDialog
from b2bdesk.ui.pages.account.overview_tab import OverviewTab
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.pages.settings.own_fields_panel import OwnFieldsPanel
from b2bdesk.ui.widgets.text import Text

ACCOUNT, PERSON = OwnFieldOf.ACCOUNT, OwnFieldOf.PERSON


def words(widget: object) -> str:
    return " | ".join(each.text() for each in widget.findChildren(Text))  # type: ignore[attr-defined]


def make(database: Database) -> dict[str, int]:
    def work(session: Session) -> dict[str, int]:
        return {
            "tier": add_own_field(session, ACCOUNT, "Tier", OwnFieldType.CHOICE, "Gold\nSilver"),
            "credit": add_own_field(session, ACCOUNT, "Credit line", OwnFieldType.MONEY),
            "size": add_own_field(session, ACCOUNT, "Dock doors", OwnFieldType.NUMBER),
            "met": add_own_field(session, ACCOUNT, "First met", OwnFieldType.DATE),
            "file": add_own_field(session, ACCOUNT, "Folder", OwnFieldType.LINK),
            "club": add_own_field(session, PERSON, "Club", OwnFieldType.TEXT),
        }

    made: dict[str, int] = database.write("Fields", work).value
    return made


def test_the_account_dialog_fills_each_type_and_the_overview_shows_it(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    ids = make(database)
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    tab.activate(Target("account", desk.brakes, "overview"))
    settle(qtbot, ctx)
    assert "Credit line" not in words(tab.facts)
    edit_account(ctx, tab, desk.brakes)
    settle(qtbot, ctx)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, AccountDialog))
    inputs = dialog.own.inputs
    box = inputs[ids["tier"]]
    assert isinstance(box, QComboBox)
    box.setCurrentText("Gold")
    for key, text in (("credit", "2,500.50"), ("size", "x"), ("met", "31 May 2020"), ("file", "a.example/b")):  # fmt: skip  # noqa: E501
        field = inputs[ids[key]]
        assert isinstance(field, QLineEdit)
        field.setText(text)
        if key == "met":
            field.textEdited.emit(text)
    dialog.tax.setText("DE 123")
    dialog.rival.setText("Cogwheel Trading")
    dialog.save()
    assert dialog.fields[f"own:{ids['size']}"].error == "Not a number."
    inputs[ids["size"]].setText("12.5")  # type: ignore[attr-defined]
    dialog.save()
    settle(qtbot, ctx)
    with database.read() as session:
        assert own_values(session, ACCOUNT, [desk.brakes])[desk.brakes] == {
            ids["tier"]: "Gold",
            ids["credit"]: f"2500.50 {ctx.currency}",
            ids["size"]: "12.5",
            ids["met"]: "2020-05-31",
            ids["file"]: "https://a.example/b",
        }
        assert [(h.kind, h.account) for h in search(session, Wanted(("a", "example")))] == [
            ("account", desk.brakes)
        ]
    tab.activate(Target("account", desk.brakes, "overview"))
    settle(qtbot, ctx)
    shown = words(tab.facts)
    for part in ("Gold", f"2,500.50 {ctx.currency}", "12.5", "31 May 2020", "DE 123", "Cogwheel"):
        assert part in shown


def test_a_person_has_own_fields_and_what_surveys_say(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    ids = make(database)

    def work(session: Session) -> None:
        set_own_values(session, PERSON, desk.daniel, {ids["club"]: "Chess"})
        delivery = BrandAttribute(name="Delivery")
        session.add(delivery)
        session.flush()
        for day, ours in ((date(2020, 1, 5), 2), (date(2020, 5, 5), 4)):
            session.add(
                Perception(
                    person_id=desk.daniel, attribute_id=delivery.id, day=day_of(day), ours=ours,
                    rival=3,
                )
            )  # fmt: skip

    database.write("Scores", work)
    tab = PeopleTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    tab.activate(Target("account", desk.brakes, "people", desk.daniel))
    settle(qtbot, ctx)
    shown = words(tab)
    assert "Chess" in shown
    row = tab.inspector.person.perceptions.rows.rows[0]
    assert row.accessibleName() == (
        "Delivery: us 4 of 5 on 5 May 2020; main rival 3 of 5 on 5 May 2020"
    )
    assert tab.people is not None
    contact = next(
        seat.contact
        for unit in tab.people.units
        for seat in unit.seats
        if seat.row.person.id == desk.daniel
    )
    dialog = PersonDialog(ctx, tab.people, tab.people.units[0], lambda _: None, edited=contact)
    qtbot.addWidget(dialog)
    field = dialog.own.inputs[ids["club"]]
    assert isinstance(field, QLineEdit)
    assert field.text() == "Chess"
    field.setText("Rowing")
    dialog.save()
    settle(qtbot, ctx)
    with database.read() as session:
        assert own_values(session, PERSON)[desk.daniel] == {ids["club"]: "Rowing"}
        assert [(h.kind, h.id) for h in search(session, Wanted(("rowing",)))] == [
            ("person", desk.daniel)
        ]


def test_the_settings_add_rename_and_remove_a_field(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    panel = OwnFieldsPanel(ctx)
    qtbot.addWidget(panel)
    panel.show()
    panel.load()
    settle(qtbot, ctx)
    panel.new_name.setText("Tier")
    panel.new_type.setCurrentIndex(panel.new_type.findData(OwnFieldType.CHOICE))
    panel.add_field()
    settle(qtbot, ctx)
    assert "one on each line" in words(panel)  # a choice needs its choices
    panel.new_choices.setText("Gold, Silver")
    panel.add_field()
    settle(qtbot, ctx)
    panel.load()
    settle(qtbot, ctx)
    name = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName() == "Name, Tier")
    name.setText("Class")
    name.editingFinished.emit()
    settle(qtbot, ctx)
    with database.read() as session:
        (field,) = own_fields(session, ACCOUNT)
    assert (field.name, field.choices) == ("Class", ("Gold", "Silver"))
    panel.load()
    settle(qtbot, ctx)
    assert "0 records" in words(panel)
    panel._on_remove(field)
    settle(qtbot, ctx)
    with database.read() as session:
        assert own_fields(session, ACCOUNT) == ()
