"""Python imports this by itself where the folder is in PYTHONPATH: it notes what a process asks of other machines.

Children of the process inherit it. WATCHED_SOCKETS names the file.
"""

import os
import sys
import traceback
from pathlib import Path

_OURS = ("127.", "::1", "localhost", "0.0.0.0", "::")


def _note(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        address = arguments
    else:
        return
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    # The path of a socket in the file system is no other machine; an address of none is this one.
    if host is None or not isinstance(host, str) or host.startswith((*_OURS, "::ffff:127.", "/")) or not host:
        return
    with Path(os.environ["WATCHED_SOCKETS"]).open("a", encoding="utf-8") as notes:
        stack = "".join(traceback.format_stack(limit=8))
        notes.write(f"{event} {address!r}\n{stack}\n")


if "WATCHED_SOCKETS" in os.environ:
    sys.addaudithook(_note)
