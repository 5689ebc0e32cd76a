"""Pools driven by volumes the user gave: charged by them, reconciled to the cent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models import Account, PoolVolume
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.services.profit_causes import account_causes
from tests.helpers.new_file import new_file

FIRST = 2020 * 12
YEAR = Period(FIRST, FIRST + 11)
AS_OF = date(2020, 12, 31)


def volume(pool: int, account: int, months: Period, milli: int) -> PoolVolume:
    return PoolVolume(
        pool_id=pool,
        account_id=account,
        first_month=months.first,
        last_month=months.last,
        volume_milli=milli,
    )


def test_each_pool_follows_its_own_volumes_to_the_cent(tmp_path: Path) -> None:
    database = new_file(tmp_path / "own.b2bdesk")

    def work(session: Session) -> tuple[int, int, int, int]:
        foss, elk = Account(name="Foss"), Account(name="Elk")
        session.add_all([foss, elk])
        session.flush()
        packing = add_pool(
            session,
            PoolDraft("Packing", driver=Driver.OWN_VOLUMES),
            PeriodDraft(YEAR, 1_000_00),
        )
        timed = PoolDraft(
            "Samples",
            method=CostMethod.TIME_DRIVEN,
            driver=Driver.OWN_VOLUMES,
            minutes_milli=30_000,
        )
        samples = add_pool(session, timed, PeriodDraft(YEAR, 600_00, 600))
        session.add_all(
            [
                volume(packing, foss.id, YEAR, 2_000),  # 2 a year
                volume(packing, elk.id, Period(FIRST, FIRST), 1_000),
                volume(samples, elk.id, YEAR, 12_500),  # 12.5 x 30 of 600 minutes
            ]
        )
        session.flush()
        return packing, samples, foss.id, elk.id

    packing, samples, foss, elk = database.write("Pools", work).value
    with database.read() as session:
        whole = cost_to_serve(session, YEAR, AS_OF)
        assert whole.cells[packing] == {foss: 666_67, elk: 333_33}
        assert whole.cells[samples] == {elk: 375_00}
        states = {row.pool.id: row for row in whole.pools}
        assert states[samples].unused == 225_00
        assert states[packing].volume == 3
        parts = [
            cost_to_serve(session, Period(month, month), AS_OF)
            for month in range(FIRST, FIRST + 12)
        ]
        for pool in (packing, samples):
            for account in (foss, elk):
                monthly = sum(part.cells.get(pool, {}).get(account, 0) for part in parts)
                assert monthly == whole.cells[pool].get(account, 0)
        causes = account_causes(session, elk, YEAR, AS_OF)
        pools = [pool for each in causes.activities for pool in each.pools]
        assert {(c.pool.id, c.amount, float(c.volume or 0)) for c in pools} == {
            (packing, 333_33, 1.0),
            (samples, 375_00, 12.5),
        }
