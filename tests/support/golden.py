"""Record the answers of a running server, and name every difference from an earlier recording.

    python -m tests.support.golden http://127.0.0.1:8501 after.json [before.json]

Start the server with CAVEAT_RATE=0. Two processes of the same code give the same bytes, so every difference is a change.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx2

# Every kind of address: each page in five views and with its own keys, embeds, API, exports, cards, feeds, icons, errors.
ADDRESSES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
HEADERS = (
    "content-type",
    "etag",
    "cache-control",
    "content-security-policy",
    "vary",
    "location",
    "link",
    "content-disposition",
    "access-control-allow-origin",
    "referrer-policy",
    "permissions-policy",
    "x-content-type-options",
    "x-frame-options",
    "retry-after",
)

# Status, length and SHA-256 of the body, and each header of HEADERS that was sent.
Answer = dict[str, str]
Recording = dict[str, Answer]


def record(base_url: str, addresses: Sequence[str] = ADDRESSES) -> Recording:
    """Return the answer at each address."""
    recording = {}
    request_headers = {"Host": "caveat.test", "Accept-Encoding": "identity"}
    with httpx2.Client(base_url=base_url, headers=request_headers, timeout=60) as client:
        for address in addresses:
            response = client.get(address)
            recording[address] = {
                "status": str(response.status_code),
                "length": str(len(response.content)),
                "sha256": hashlib.sha256(response.content).hexdigest(),
            } | {name: response.headers[name] for name in HEADERS if name in response.headers}
    return recording


def differences(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    """Return a line for each address that was answered differently: what differs, with both values."""
    lines = []
    for address in sorted(before.keys() | after.keys()):
        old, new = before.get(address, {}), after.get(address, {})
        changes = [
            f"{key} {old.get(key, '-')} -> {new.get(key, '-')}"
            for key in sorted(old.keys() | new.keys())
            if old.get(key) != new.get(key)
        ]
        if changes:
            lines.append(f"{address}: {'; '.join(changes)}")
    return lines


def main() -> int:
    """Record a server; return 1 if it differs from the recording `before`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base_url")
    parser.add_argument("out", type=Path)
    parser.add_argument("before", type=Path, nargs="?")
    options = parser.parse_args()
    after = record(options.base_url)
    options.out.write_text(json.dumps(after, indent=1), encoding="utf-8")
    print(f"{len(after)} addresses recorded")
    if options.before is None:
        return 0
    lines = differences(json.loads(options.before.read_text(encoding="utf-8")), after)
    print(*lines, f"{len(lines)} addresses differ", sep="\n")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
