"""Writes the layouts' workbooks anew with LibreOffice: python -m tests.layouts.by_libreoffice

Needed only when a layout is added or changed; the tests read what is committed.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.layouts.test_layouts import CONVERTED, WORKBOOKS

_FILTERS = {".ods": "ods", ".xls": "xls:MS Excel 97", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}


def main() -> None:
    """Make every layout with openpyxl and let LibreOffice convert it."""
    CONVERTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for layout in WORKBOOKS:
            layout.make(Path(folder) / f"{layout.name}.xlsx")
        for suffix, form in _FILTERS.items():
            files = [f"{folder}/{item.name}.xlsx" for item in WORKBOOKS if suffix in item.forms]
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", CONVERTED, *files],
                check=True,
            )


if __name__ == "__main__":
    main()
