"""What people think of us: scored by hand in the inspector, and the brand inside the unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from helpers.desk import TODAY, Desk, reload, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import day_of
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models import Perception
from b2bdesk.services.imports.decisions import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.perceptions import add_attributes, set_main_rival, set_score
from b2bdesk.storage.database import Database, Session
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.opinions.person_perceptions import PersonPerceptions
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab

OLD, NEW = date(2020, 1, 5), date(2020, 5, 5)


def give(database: Database, desk: Desk) -> list[int]:
    """Two attributes; Daniel answered on two days, Ines once about us alone."""

    def work(session: Session) -> list[int]:
        ids = add_attributes(session, ["Trust", "Price fairness"])
        set_main_rival(session, desk.brakes, "Velo AG")
        for person, attribute, side, score, day in (
            (desk.daniel, ids[0], "ours", 2, OLD),
            (desk.daniel, ids[0], "rival", 5, OLD),
            (desk.daniel, ids[0], "ours", 4, NEW),
            (desk.ines, ids[0], "ours", 1, NEW),
        ):
            set_score(session, person, attribute, side, score, day)  # type: ignore[arg-type]
        return ids

    made: list[int] = database.write("Scores", work).value
    return made


def people_tab(qtbot: QtBot, ctx: AppContext, desk: Desk, person: int | None) -> PeopleTab:
    tab = PeopleTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    tab.activate(Target("account", desk.brakes, "people", person))
    settle(qtbot, ctx)
    return tab


def answers(database: Database) -> list[tuple[int, int, int | None, int | None]]:
    with database.read() as session:
        rows = session.query(Perception).order_by(Perception.day, Perception.id)
        return [(row.person_id, row.day, row.ours, row.rival) for row in rows]


def panel_of(tab: PeopleTab) -> PersonPerceptions:
    return tab.inspector.person.perceptions


def test_newest_scores_of_each_side_with_day_and_older_ones(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    trust, price = panel.rows.rows
    # The newest answer left the rival out: the older one still holds.
    said = "Trust: us 4 of 5 on 5 May 2020; Velo AG 5 of 5 on 5 Jan 2020"
    assert (trust.accessibleName(), trust.toolTip(), trust.gap) == (said, said, -1)
    assert price.accessibleName() == "Price fairness: us not scored; Velo AG not scored"
    assert price.gap is None
    trust.setFocus()
    assert panel.detail.text() == said
    older = [w.text() for w in panel.findChildren(type(panel.detail)) if "Jan" in w.text()]
    assert older == [said]  # the older row is shown as the rival's newest


def test_scored_by_keys_and_taken_back(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    before = answers(database)
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    price = panel.rows.rows[1]
    price.setFocus()
    QTest.keyClick(price, Qt.Key.Key_4)
    settle(qtbot, ctx)
    price = panel.rows.rows[1]
    QTest.keyClick(price, Qt.Key.Key_Right)
    settle(qtbot, ctx)
    QTest.keyClick(price, Qt.Key.Key_Space)
    QTest.keyClick(price, Qt.Key.Key_2)
    settle(qtbot, ctx)
    today = day_of(ctx.as_of)
    assert answers(database)[-1] == (desk.daniel, today, 5, 2)
    assert price.gap == 3
    for _ in range(3):
        ctx.undo()
        settle(qtbot, ctx)
    assert answers(database) == before
    assert panel.rows.rows[1].gap is None


def test_up_and_down_walk_the_attributes_and_delete_clears(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    trust, price = panel.rows.rows
    price.setFocus()
    QTest.keyClick(price, Qt.Key.Key_Up)
    assert trust.hasFocus()
    QTest.keyClick(trust, Qt.Key.Key_Delete)
    settle(qtbot, ctx)
    assert "us 2 of 5 on 5 Jan 2020" in trust.accessibleName()


def test_the_first_attributes_come_only_when_asked_for(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    assert (panel.rows.rows, panel.begin.isVisible()) == ((), True)
    panel.begin.click()
    settle(qtbot, ctx)
    assert [row.label for row in panel.rows.rows] == [
        "Price fairness", "On-time delivery", "Technical advice", "Ease of ordering", "Trust",
    ]  # fmt: skip
    assert not panel.begin.isVisible()


def test_the_main_rival_gets_a_name(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    panel.rival_link.click()
    panel.rival.setText("Other Ltd")
    QTest.keyClick(panel.rival, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    assert panel.rows.keys["rival"].text() == "Other Ltd"
    ctx.undo()
    settle(qtbot, ctx)
    assert panel.rows.keys["rival"].text() == "Velo AG"


def test_the_brand_inside_the_unit_is_weighed_and_says_what_it_rests_on(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    brand = people_tab(qtbot, ctx, desk, None).inspector.unit.brand
    trust, price = brand.rows.rows
    # Both have an influence of 3: (4 + 1) / 2 against Daniel's 5.
    said = "Trust: us 2.5, scored by 2 of 2; Velo AG 5.0, scored by 1 of 2"
    assert (trust.accessibleName(), trust.gap) == (said, -2.5)
    assert price.accessibleName() == "Price fairness: nobody scored it yet"
    assert "2 of 2 people scored" in brand.detail.text()
    assert brand._trend is not None
    assert brand._trend.as_table()[1] == [
        ["5 Jan 2020", "2.0", "5.0"], ["5 May 2020", "2.5", "5.0"],
    ]  # fmt: skip


def test_as_of_an_earlier_day_newer_answers_are_not_there(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    from b2bdesk.services.file_settings import set_setting

    database.write("Go back", lambda s: set_setting(s, "as_of", "2020-02-01"))
    reload(ctx, database)
    panel = panel_of(people_tab(qtbot, ctx, desk, desk.daniel))
    assert panel.rows.rows[0].accessibleName() == (
        "Trust: us 2 of 5 on 5 Jan 2020; Velo AG 5 of 5 on 5 Jan 2020"
    )


def test_an_imported_survey_stands_beside_scores_by_hand(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Survey"
    for row in (
        ["Customer", "Respondent", "Survey date", "Attribute", "Our score", "Main rival", "Source"],
        ["Brakes and Gears", "Daniel Okafor", "2020-04-01", "Trust", 3, 4, "Tracking study"],
        ["Brakes and Gears", "Ines Carvalho", "2020-04-01", "Trust", 5, 2, "Tracking study"],
        ["Brakes and Gears", "Ines Carvalho", "2020-04-01", "Price", 7, 2, "Tracking study"],
    ):
        sheet.append(row)
    book.save(tmp_path / "survey.xlsx")
    with open_workbook(tmp_path / "survey.xlsx", Progress()) as found:
        mappings = suggest_workbook(found.look())
        run_import(database, found, mappings, ImportOptions("USD", TODAY), Progress())
    tab = people_tab(qtbot, ctx, desk, desk.daniel)
    trust = panel_of(tab).rows.rows[0]
    assert trust.accessibleName() == (
        "Trust: us 3 of 5 on 1 Apr 2020, Tracking study;"
        " main rival 4 of 5 on 1 Apr 2020, Tracking study"
    )
    QTest.keyClick(trust, Qt.Key.Key_5)
    settle(qtbot, ctx)
    trust = panel_of(tab).rows.rows[0]
    assert "us 5 of 5 on 1 Jun 2020; main rival 4 of 5 on 1 Apr 2020" in trust.accessibleName()
    brand = people_tab(qtbot, ctx, desk, None).inspector.unit.brand
    assert brand.rows.rows[0].accessibleName() == (
        "Trust: us 5.0, scored by 2 of 2; main rival 3.0, scored by 2 of 2"
    )
