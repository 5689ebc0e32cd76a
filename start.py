#!/usr/bin/env python3
"""Sets everything up and runs B2BDesk, or its tests. Needs only Python 3.11 to 3.13.

    python3 start.py            opens the program on the sample database
    python3 start.py test       runs the checks and the tests
    python3 start.py COMMAND    any command of the program (open, import, report, check, ...)

It makes a virtual environment in .venv, installs the locked packages into it, and on Debian and
Ubuntu the system libraries that Qt needs. Where it may not install those, it says which.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Debian package: library it brings. The first list is needed even without a screen.
HEADLESS = {
    "libegl1": "EGL",
    "libgl1": "GL",
    "libxkbcommon0": "xkbcommon",
    "libdbus-1-3": "dbus-1",
    "libfontconfig1": "fontconfig",
    "libfreetype6": "freetype",
    "libx11-6": "X11",
    "libglib2.0-0": "glib-2.0",
    "libzstd1": "zstd",
}
SCREEN = {
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-image0": "xcb-image",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-util1": "xcb-util",
    "libxcb-randr0": "xcb-randr",
    "libxcb-shape0": "xcb-shape",
    "libxcb-xkb1": "xcb-xkb",
    "libxkbcommon-x11-0": "xkbcommon-x11",
}


def say(text: str) -> None:
    """Tell what is going on."""
    print(f"[start] {text}", flush=True)


def run(*command: str | Path, **options: object) -> int:
    """Run a command and return its exit status."""
    return subprocess.call([str(part) for part in command], **options)  # type: ignore[arg-type]


def check_python() -> None:
    """Refuse a Python that the program does not run on."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        say(
            f"Python {platform.python_version()} is running this; B2BDesk needs"
            " Python 3.11, 3.12 or 3.13. Run it with one of these, for example:"
            " python3.12 start.py"
        )
        raise SystemExit(2)


def is_debian() -> bool:
    """Whether apt looks after this machine."""
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages where that is allowed without a question; True when it worked."""
    root = os.name != "nt" and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not root and (shutil.which("sudo") is None or run("sudo", "-n", "true") != 0):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*sudo, "apt-get", "install", "-y", "-qq", *packages]
    if run(*install, env=environment, stdout=subprocess.DEVNULL) == 0:
        return True
    run(*sudo, "apt-get", "update", "-qq", env=environment)
    return run(*install, env=environment, stdout=subprocess.DEVNULL) == 0


def system_libraries() -> None:
    """Bring the libraries that Qt loads; say which where that is not allowed."""
    if not sys.platform.startswith("linux"):
        return
    wanted = {**HEADLESS, **SCREEN}
    missing = [name for name, lib in wanted.items() if ctypes.util.find_library(lib) is None]
    if not shutil.which("fc-list") and not Path("/usr/share/fonts").is_dir():
        missing.append("fonts-dejavu-core")
    if not missing:
        return
    say(f"Qt needs system libraries: {' '.join(missing)}")
    if is_debian() and apt_install(missing):
        return
    if is_debian():
        say(f"They could not be installed here. Run: sudo apt-get install {' '.join(missing)}")
    else:
        say("Install what brings these libraries with your system's package manager.")
    if any(name in HEADLESS for name in missing):
        raise SystemExit(1)
    say("Going on without a screen's libraries.")


def make_environment(lock: Path) -> None:
    """The virtual environment with exactly the locked packages; a no-op when it is there."""
    stamp = VENV / "installed.txt"
    wanted = f"{sys.version_info[:2]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    whole = VENV / "installed-dev.txt"  # the tests' packages contain the program's
    for known in (stamp, whole):
        if known.exists() and known.read_text() == wanted:
            return
    if lock.name == "requirements.lock" and whole.exists() and PYTHON.exists():
        return
    if not PYTHON.exists():
        say("Making a virtual environment in .venv")
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, SystemExit, OSError):
            shutil.rmtree(VENV, ignore_errors=True)
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            if not (is_debian() and apt_install([package])):
                say(f"Python's venv is missing. Run: sudo apt-get install {package}")
                raise SystemExit(1) from None
            venv.create(VENV, with_pip=True)
    say(f"Installing the locked packages ({lock.name})")
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    status = run(*pip, "--require-hashes", "-r", lock)
    if status:
        say("The packages could not be installed; see above. A network is needed this once.")
        raise SystemExit(status)
    (whole if "dev" in lock.name else stamp).write_text(wanted)


def run_tests(arguments: list[str]) -> int:
    """Format, lint, types, import contracts, then the tests in parallel and in random order."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    checks: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "mypy"],
        [BIN / "lint-imports"],
    ]
    for command in checks:
        say(" ".join(str(part) for part in command[1:]) or "lint-imports")
        status = run(*command, cwd=ROOT, env=environment)
        if status:
            return status
    tests = [PYTHON, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *arguments]
    return run(*tests, cwd=ROOT, env=environment)


def main(arguments: list[str]) -> int:
    """Set up, then run what was asked for."""
    check_python()
    system_libraries()
    if arguments[:1] == ["test"]:
        make_environment(ROOT / "requirements-dev.lock")
        return run_tests(arguments[1:])
    make_environment(ROOT / "requirements.lock")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return run(PYTHON, "-m", "b2bdesk", *(arguments or ["sample"]), env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
