"""Command line: open the program, or do one job without a window.

Nothing heavy is imported here: processes that the program starts itself import this module.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 done, 1 refused or found wrong, 2 usage)."""
    from multiprocessing import freeze_support

    freeze_support()
    from b2bdesk import command_line

    return command_line.run(list(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
