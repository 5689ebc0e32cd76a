"""What all faces of the costing page show: the draft, or a version as it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.services.costing.ledger_view import (
    Grain,
    LedgerView,
    Misplaced,
    ledger_view,
    misplaced,
)
from b2bdesk.services.costing.versions import (
    CostingResult,
    VersionRow,
    list_versions,
    next_number,
    read_version,
)
from b2bdesk.services.costing.workbench import Workbench, bench_of, costing_workbench


@dataclass(frozen=True)
class CostingFaces:
    """``version`` is None where ``bench`` shows the draft, ``number`` what that would become.

    ``wrong`` says where the ledger and what became of it part; empty while it reconciles.
    """

    bench: Workbench
    result: CostingResult
    version: VersionRow | None
    versions: tuple[VersionRow, ...]
    number: int
    wrong: tuple[Misplaced, ...]

    def ledger(self, grain: Grain, fiscal_start: int) -> LedgerView:
        """The reconciliation by pool and span of months."""
        return ledger_view(self.result.costs, self.result.placed, grain, fiscal_start)


def costing_faces(
    session: Session, period: Period | None, as_of: date, version: int | None = None
) -> CostingFaces:
    """The draft of a period, or ``version`` where that is (still) published."""
    versions = tuple(list_versions(session))
    number = next_number(session)
    shown = next((row for row in versions if row.id == version), None)
    if shown is None:
        bench = costing_workbench(session, period, as_of)
        result = CostingResult(None, number, as_of, bench.costs, bench.costs.placed)
    else:
        result = read_version(session, shown.id)
        pools = [row.pool for row in result.costs.pools]
        bench = bench_of(session, result.costs, pools, result.as_of)
    wrong = misplaced(result.costs, result.placed)
    return CostingFaces(bench, result, shown, versions, number, wrong)
