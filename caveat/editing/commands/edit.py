"""python -m caveat edit [DIR]: edit the tables on a page in the browser, on this machine only."""

import argparse
import os
import sys
from ipaddress import ip_address

from caveat import settings
from caveat.editing.commands.command import Command, add_folder, is_described

SCRIPT = settings.ROOT / "caveat" / "editor" / "main.py"
_WARNING = (
    "Everybody who reaches {address} can change the tables. Leave --address out to keep the page to this machine."
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("--port", type=int, default=8502, help="default: 8502")
    parser.add_argument("--address", default="127.0.0.1", help="where it listens (default: this machine only)")


def _run(arguments: argparse.Namespace) -> int:
    """Become the server of the page."""
    if not is_described(arguments.folder, sys.stdout):
        return 1
    if not _is_loopback(arguments.address):
        print(_WARNING.format(address=arguments.address), file=sys.stderr)
    # For the program that takes the place of this one; settings.py alone reads it.
    os.putenv("CAVEAT_DATA", str(arguments.folder.resolve()))
    os.chdir(settings.ROOT)  # for .streamlit/config.toml
    os.execv(sys.executable, words(arguments.port, arguments.address, sys.stdout.isatty()))


def words(port: int, address: str, opens_browser: bool) -> list[str]:
    """The command that serves the page."""
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": str(not opens_browser).lower(),
        "server.showEmailPrompt": "false",
        "server.enableStaticServing": "false",
        "browser.gatherUsageStats": "false",
        "runner.postScriptGC": "true",
    }
    return [
        *(sys.executable, "-m", "caveat.editor", "run", str(SCRIPT)),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


COMMAND = Command("edit", "Edit the tables on a page in the browser, on this machine only.", _add_arguments, _run)
