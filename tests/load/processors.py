"""What other programs leave of the machine's processors: times are measured on machines that do other things too."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self


class Left:
    """`with Left(processes) as left: …; left.part`.

    The part of all processors that other programs than these processes left meanwhile; 1 where there was nothing else.

    A time multiplied by it is about the time that the same would have taken on a machine that does nothing else.
    """

    part = 1.0

    def __init__(self, processes: Sequence[int]) -> None:
        self.processes = [os.getpid(), *processes]

    def __enter__(self) -> Self:
        self._whole, self._busy, self._own = *_machine(), _used(self.processes)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        whole, busy = _machine()
        others = max(busy - self._busy - (_used(self.processes) - self._own), 0.0)
        if whole > self._whole:
            self.part = 1 - min(others / (whole - self._whole), 1.0)


def _machine() -> tuple[float, float]:
    """Seconds that all processors of the machine were there for, and that they were busy, since it started."""
    first = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    seconds = [int(ticks) / os.sysconf("SC_CLK_TCK") for ticks in first]
    return sum(seconds), sum(seconds) - seconds[3] - seconds[4]


def _used(processes: Sequence[int]) -> float:
    """Seconds of processor time that processes have used; one that has gone has used none."""
    found = 0.0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found
