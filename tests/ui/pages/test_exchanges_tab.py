"""The timeline of one account and of all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from helpers.desk import TODAY, Desk, settle
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from b2bdesk.models.enums import Channel, Direction
from b2bdesk.queries.exchanges import get_exchanges
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.exchanges.exchanges_tab import ExchangesTab
from b2bdesk.ui.pages.exchanges.exchanges_page import ExchangesPage
from b2bdesk.ui.pages.exchanges.timeline_model import MonthItem, TimelineModel
from b2bdesk.ui.pages.exchanges.timeline_view import TimelineView
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


def log(database: Database, desk: Desk, subject: str, on: date, **values: object) -> int:
    draft = ExchangeDraft(desk.brakes, subject, on, **values)  # type: ignore[arg-type]
    made: int = database.write("Log", lambda s: log_exchange(s, draft, TODAY, desk.lena)).value
    return made


@pytest.fixture
def three(database: Database, desk: Desk) -> tuple[int, int, int]:
    """An inbound mail in March, a visit on 6 May with a late step, a call on 20 May."""
    return (
        log(
            database,
            desk,
            "Asks for freight",
            date(2020, 3, 29),
            direction=Direction.INBOUND,
            channel=Channel.EMAIL,
            minutes=5,
        ),
        log(
            database,
            desk,
            "Workshop visit",
            date(2020, 5, 6),
            channel=Channel.VISIT,
            minutes=90,
            sentiment=1,
            people=(desk.ines,),
            steps=(StepDraft("Training dates", date(2020, 5, 30)),),
        ),
        log(database, desk, "Missing order", date(2020, 5, 20), minutes=20, people=(desk.daniel,)),
    )


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, desk: Desk, three: tuple[int, int, int]) -> ExchangesTab:
    page = ExchangesTab(ctx)
    qtbot.addWidget(page)
    page.resize(1248, 739)
    page.show()
    page.activate(Target("account", desk.brakes, "exchanges"))
    settle(qtbot, ctx)
    return page


def shown(view: TimelineView) -> list[str]:
    model = view.timeline
    found = []
    for number in range(model.rowCount()):
        exchange = model.id_at(number)
        row = None if exchange is None else model.row(exchange)
        if row is not None:
            found.append(row.subject)
    return found


def test_months_carry_their_totals(tab: ExchangesTab) -> None:
    model = tab.panel.view.timeline
    months = [i for i in map(model.item, range(model.rowCount())) if isinstance(i, MonthItem)]
    assert [(m.talks, m.listens, m.minutes) for m in months] == [(2, 0, 110), (0, 1, 5)]
    assert "2 exchanges, 1 h 50 min, 2 talks" in str(model.index(0).data())
    assert "Workshop visit, Ines Carvalho, Positive, 1 h 30 min" in str(model.index(2).data())


def test_the_model_keeps_qts_rules(ctx: AppContext, qtbot: QtBot, tab: ExchangesTab) -> None:
    model = tab.panel.view.timeline
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.panel.load()
    settle(qtbot, ctx)
    assert tester.model() is model


def test_filters_narrow_and_clear(
    qtbot: QtBot, ctx: AppContext, desk: Desk, tab: ExchangesTab
) -> None:
    filters = tab.panel.filters

    def now() -> list[str]:
        settle(qtbot, ctx)
        return shown(tab.panel.view)

    filters.direction.button("inbound").click()
    assert now() == ["Asks for freight"]
    filters.clear()
    assert now() == ["Missing order", "Workshop visit", "Asks for freight"]
    filters.choose_person(desk.ines, "Ines Carvalho")
    assert filters.person.text() == "Person: Ines Carvalho"
    assert now() == ["Workshop visit"]
    filters.clear()
    filters.owner.choose(frozenset({desk.sam}))
    filters.owner.changed.emit()
    now()
    assert tab.panel._nothing is not None  # says that nothing fits, with a way back
    assert tab.panel._stack.currentWidget() is tab.panel._nothing
    filters.clear()
    filters.begin_search()
    filters.search.setText("ines")
    filters.search.searched.emit("ines")
    assert now() == ["Workshop visit"]


def test_j_and_k_move_over_months(tab: ExchangesTab, three: tuple[int, int, int]) -> None:
    view = tab.panel.view
    view.setFocus()
    assert view.current_id == three[2]
    QTest.keyClicks(view, "jj")
    assert view.current_id == three[0]
    QTest.keyClicks(view, "k")
    assert view.current_id == three[1]


def test_d_finishes_the_step_and_again_reopens_it(
    qtbot: QtBot, ctx: AppContext, tab: ExchangesTab, three: tuple[int, int, int]
) -> None:
    view = tab.panel.view
    view.show_id(three[1])
    QTest.keyClicks(view, "d")
    settle(qtbot, ctx)
    row = view.timeline.row(three[1])
    assert row is not None
    assert row.step is not None
    assert row.step.done == TODAY
    assert view.current_id == three[1]  # the selection stays
    QTest.keyClicks(view, "d")
    settle(qtbot, ctx)
    row = view.timeline.row(three[1])
    assert row is not None
    assert row.step is not None
    assert row.step.done is None


def test_delete_offers_undo_and_selects_the_next(
    qtbot: QtBot, ctx: AppContext, tab: ExchangesTab, three: tuple[int, int, int]
) -> None:
    view = tab.panel.view
    view.show_id(three[2])
    with qtbot.waitSignal(ctx.toasted) as toast:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert toast.args == ["Exchange deleted", True]
    settle(qtbot, ctx)
    assert shown(view) == ["Workshop visit", "Asks for freight"]
    assert view.current_id == three[1]
    ctx.undo()
    settle(qtbot, ctx)
    assert shown(view) == ["Missing order", "Workshop visit", "Asks for freight"]


def test_e_opens_the_form_and_saves_the_exchange_with_its_step(
    qtbot: QtBot,
    ctx: AppContext,
    database: Database,
    tab: ExchangesTab,
    three: tuple[int, int, int],
) -> None:
    view, form = tab.panel.view, tab.form
    view.show_id(three[1])
    QTest.keyClicks(view, "e")
    settle(qtbot, ctx)
    assert form.isVisible()
    assert form.fields.subject.text() == "Workshop visit"
    assert form.fields.step.text() == "Training dates"
    form.fields.subject.setText("")
    form.save()
    settle(qtbot, ctx)
    assert "few words" in form.fields._rows["subject"].error
    form.fields.subject.setText("Workshop visit, suspension")
    form.fields.minutes.setText("60")
    form.fields.due.set_value(date(2020, 6, 9))
    form.save()
    settle(qtbot, ctx)
    assert not form.isVisible()
    with database.read() as session:
        row = get_exchanges(session, [three[1]])[three[1]]
    assert (row.subject, row.minutes) == ("Workshop visit, suspension", 60)
    assert row.step is not None
    assert row.step.due == date(2020, 6, 9)
    assert "Workshop visit, suspension" in shown(view)


def test_logging_shows_the_new_exchange_and_the_cadence(
    qtbot: QtBot, ctx: AppContext, tab: ExchangesTab
) -> None:
    tab.composer.line.setText("New one 20m")
    tab.composer.log()
    settle(qtbot, ctx)
    assert shown(tab.panel.view)[0] == "New one"
    assert tab.panel.view.current_id is not None
    assert "3 talks, 1 listen" in tab.side._cadence_says._strong.text()


class Seen(QObject):
    """What happens to the list, in its order."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self.view = view
        self.order: list[str] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.order.append(f"painted {shown(self.view)[0]}")
        elif event.type() == QEvent.Type.Resize:
            self.order.append("laid out anew")
        return False


def test_what_was_logged_is_seen_before_anything_is_read_anew(
    qtbot: QtBot, ctx: AppContext, tab: ExchangesTab
) -> None:
    seen = Seen(tab.panel.view)
    ctx.changed.connect(lambda _: seen.order.append("everybody heard"))
    for line in ("First one 20m", "Second one 20m"):
        tab.composer.line.setText(line)
        settle(qtbot, ctx)
        seen.order.clear()
        tab.composer.log()
        settle(qtbot, ctx)
        before = seen.order[: seen.order.index("everybody heard")]
        assert before[-1] == f"painted {line.removesuffix(' 20m')}"
        assert "laid out anew" not in before


def test_everybody_hears_of_an_exchange_that_nobody_sees(
    qtbot: QtBot, ctx: AppContext, tab: ExchangesTab
) -> None:
    tab.composer.line.setText("New one 20m")
    tab.hide()
    with qtbot.waitSignal(ctx.changed):
        tab.composer.log()
    settle(qtbot, ctx)


def test_an_account_without_exchanges_says_how_to_begin(
    qtbot: QtBot, ctx: AppContext, desk: Desk, tab: ExchangesTab
) -> None:
    tab.activate(Target("account", desk.great, "exchanges"))
    settle(qtbot, ctx)
    assert tab.panel._nothing is not None
    assert "No exchanges yet" in tab.panel._nothing.accessibleName()


def test_rows_are_read_only_when_they_come_into_view(qtbot: QtBot) -> None:
    from b2bdesk.queries.exchanges import ExchangeKey

    asked: list[list[int]] = []
    model = TimelineModel(asked.append)
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.resize(700, 460)
    keys = [
        ExchangeKey(n, TODAY - timedelta(days=n // 5), Direction.OUTBOUND, 10)
        for n in range(10_000)
    ]
    view.show_keys(keys, TODAY, frozenset())
    view.show()
    qtbot.waitUntil(lambda: bool(asked))
    assert sum(len(ids) for ids in asked) < 200
    asked.clear()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: bool(asked))
    assert 9_999 in asked[-1]
    assert sum(len(ids) for ids in asked) < 300


def test_all_accounts_are_listed_and_enter_opens_one(
    qtbot: QtBot, ctx: AppContext, desk: Desk, database: Database, three: tuple[int, int, int]
) -> None:
    draft = ExchangeDraft(desk.great, "Price list", date(2020, 5, 25), owner=desk.sam)
    database.write("Log", lambda s: log_exchange(s, draft, TODAY, None))
    page = ExchangesPage(ctx)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activate(Target("exchanges"))
    settle(qtbot, ctx)
    view = page.panel.view
    assert shown(view)[0] == "Price list"
    assert page.panel.filters.summary.text() == "4 exchanges"
    page.panel.filters.owner.choose(frozenset({desk.sam}))
    page.panel.filters.owner.changed.emit()
    settle(qtbot, ctx)
    assert shown(view) == ["Price list"]
    view.setFocus()
    with qtbot.waitSignal(ctx.navigated) as gone:
        QTest.keyClick(view, Qt.Key.Key_Return)
    target = gone.args[0]
    assert (target.account, target.tab) == (desk.great, "exchanges")


def test_the_timeline_of_an_account_is_exported_as_filtered(
    qtbot: QtBot,
    ctx: AppContext,
    tab: ExchangesTab,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "out.xlsx"
    asked: list[str] = []

    def choose(_owner: object, _title: str, name: str, *_: object) -> tuple[str, str]:
        asked.append(name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    tab.panel.filters.direction.set_current(Direction.INBOUND.value)
    tab.panel.load()
    settle(qtbot, ctx)
    action = next(each for each in tab.page_actions() if each.shortcut == "Ctrl+E")
    action.run()
    settle(qtbot, ctx)
    assert asked == ["Exchanges with Brakes and Gears.xlsx"]
    sheet = openpyxl.load_workbook(path)["Exchanges"]
    heads = [cell.value for cell in sheet[1]]
    subjects = [row[heads.index("Subject")].value for row in sheet.iter_rows(min_row=2)]
    assert subjects == ["Asks for freight"]


def test_a_response_time_opens_the_exchanges_it_is_made_of(
    qtbot: QtBot, ctx: AppContext, desk: Desk, database: Database, tab: ExchangesTab
) -> None:
    log(database, desk, "Asks for a date", date(2020, 5, 8), direction=Direction.INBOUND,
        people=(desk.ines,))  # fmt: skip
    log(database, desk, "Gives the date", date(2020, 5, 11), people=(desk.ines,))
    tab.load()
    settle(qtbot, ctx)
    panel = tab.side.responses
    said = [label.text() for label in panel.findChildren(Text) if label.isVisibleTo(panel)]
    # The mail of 29 March named nobody, so the visit of 6 May, 38 days later, answered it.
    assert said[said.index("We answer") + 1] == "20.5 days"
    (answers,) = [b for b in panel.findChildren(Button) if b.text() == "2 answers"]
    answers.click()
    settle(qtbot, ctx)
    assert tab.panel.filters.only.text() == "Only: our answers"
    assert shown(tab.panel.view) == [
        "Gives the date", "Asks for a date", "Workshop visit", "Asks for freight"
    ]  # fmt: skip
    QTest.keyClick(tab.panel.filters.only, Qt.Key.Key_Delete)
    settle(qtbot, ctx)
    assert len(shown(tab.panel.view)) == 5


def test_a_person_of_the_freshness_list_and_a_target_narrow_the_timeline(
    qtbot: QtBot, ctx: AppContext, desk: Desk, tab: ExchangesTab
) -> None:
    (ines,) = [b for b in tab.side.freshness.findChildren(Button) if b.text() == "Ines Carvalho"]
    assert ines.accessibleName().startswith("Ines Carvalho, 26 d")
    ines.click()
    settle(qtbot, ctx)
    assert shown(tab.panel.view) == ["Workshop visit"]
    tab.panel.filters.clear()
    tab.activate(Target("account", desk.brakes, "exchanges", filter=f"person:{desk.daniel}"))
    settle(qtbot, ctx)
    assert shown(tab.panel.view) == ["Missing order"]
    assert tab.panel.filters.person.text() == "Person: Daniel Okafor"


def test_older_months_come_as_the_end_of_the_list_comes_into_view(qtbot: QtBot) -> None:
    from b2bdesk.queries.exchanges import ExchangeKey

    model = TimelineModel(lambda _: None)
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.resize(700, 460)
    new = [ExchangeKey(n, TODAY, Direction.OUTBOUND, 0) for n in range(40)]
    old = [ExchangeKey(99 + n, date(2019, 5, 1), Direction.OUTBOUND, 0) for n in range(5)]
    view.show_keys(new, TODAY, frozenset(), more=True)
    view.show()
    with qtbot.waitSignal(model.more_wanted):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.add_keys(old, more=False)
    assert tester.model() is model
    assert model.count == 45
    assert model.number_of(103) == model.rowCount() - 1
    assert not model.canFetchMore(model.index(-1))
