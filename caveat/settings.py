"""The settings of a server, from the environment; docs/hosting.md says what each is for (a test compares them)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "caveat" / "ui" / "static"
# What the address of a place for reports may begin with.
REPORT_SCHEMES = ("https://", "http://", "mailto:")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


@dataclass(frozen=True)
class Settings:
    """What whoever runs the server decided. Everything has a default that serves one process without a proxy."""

    hosts: tuple[str, ...] = ("*",)
    proxies: tuple[str, ...] = ("127.0.0.1",)
    metrics_from: tuple[IPv4Network | IPv6Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    rate: float = 1.0
    sessions: int = 5000
    replica: bool = False
    drain_seconds: float = 0.0
    access_log: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The settings that an environment holds. ValueError names the setting whose value has the wrong form."""

        def number(name: str, default: str) -> float:
            text = environment.get(name) or default
            try:
                found = float(text)
            except ValueError:
                found = -1.0
            if not 0 <= found < 1e9:
                raise ValueError(f"{name}: found {text}; expected a number, 0 or more")
            return found

        def yes(name: str) -> bool:
            text = environment.get(name) or "no"
            if text not in ("yes", "no"):
                raise ValueError(f"{name}: found {text}; expected yes or no")
            return text == "yes"

        networks = _listed(environment.get("CAVEAT_METRICS_FROM") or ",".join(map(str, cls.metrics_from)))
        try:
            metrics_from = tuple(ip_network(one) for one in networks if one != "nowhere")
        except ValueError as error:
            raise ValueError(
                f"CAVEAT_METRICS_FROM: {error}; expected networks such as 10.0.0.0/8, or nowhere"
            ) from error
        where = environment.get("CAVEAT_REPORT_URL", "").strip()
        if where and not where.startswith(REPORT_SCHEMES):
            raise ValueError(
                f"CAVEAT_REPORT_URL: found {where}; expected an address that begins with one of {', '.join(REPORT_SCHEMES)}"
            )
        return cls(
            hosts=_listed(environment.get("CAVEAT_HOSTS") or "*"),
            proxies=_listed(environment.get("CAVEAT_PROXIES") or "127.0.0.1"),
            metrics_from=metrics_from,
            rate=number("CAVEAT_RATE", "1"),
            sessions=int(number("CAVEAT_SESSIONS", "5000")),
            replica=yes("CAVEAT_REPLICA"),
            drain_seconds=number("CAVEAT_DRAIN_SECONDS", "0"),
            access_log=yes("CAVEAT_ACCESS_LOG"),
        )


@lru_cache(maxsize=1)
def current() -> Settings:
    """The settings of this process, read once."""
    return Settings.of(os.environ)
