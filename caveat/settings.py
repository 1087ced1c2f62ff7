"""The settings of a process: every CAVEAT_* variable of the environment, read once. docs/hosting.md describes each."""

import sys
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "caveat" / "ui" / "static"
REPORT_SCHEMES = ("https://", "http://", "mailto:")


def _parsed(parse: Callable[[str], object], expected: str = "") -> BeforeValidator:
    """A validator that parses the text of a variable. `expected` completes the message about a text that it refuses."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return parse(value)
        except (ValueError, KeyError) as error:
            raise ValueError(expected) from error

    return BeforeValidator(validate)


def _parse_names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _parse_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in _parse_names(text) if name != "nowhere")


def _parse_number(text: str) -> float:
    number = float(text)
    if not 0 <= number < 1e9:
        raise ValueError
    return number


def _parse_report_url(text: str) -> str:
    if text.strip() and not text.strip().startswith(REPORT_SCHEMES):
        raise ValueError
    return text.strip()


Names = Annotated[tuple[str, ...], NoDecode, _parsed(_parse_names)]
Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, _parsed(_parse_networks, "networks such as 10.0.0.0/8, or nowhere")
]
Number = Annotated[float, _parsed(_parse_number, "a number, 0 or more")]
Count = Annotated[int, _parsed(lambda text: int(_parse_number(text)), "a number, 0 or more")]
Switch = Annotated[bool, _parsed({"yes": True, "no": False}.__getitem__, "yes or no")]
ReportUrl = Annotated[
    str, _parsed(_parse_report_url, f"an address that begins with one of {', '.join(REPORT_SCHEMES)}")
]


class Settings(BaseSettings):
    """The variables by their names without CAVEAT_; a blank one counts as not set. The defaults need no proxy."""

    model_config = SettingsConfigDict(env_prefix="CAVEAT_", env_ignore_empty=True, frozen=True)

    data: Path = ROOT / "data"
    releases: Path | None = None
    url: Annotated[str, _parsed(lambda text: text.rstrip("/"))] = ""
    report_url: ReportUrl = ""
    hosts: Names = ("*",)
    proxies: Names = ("127.0.0.1",)
    metrics_from: Networks = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    rate: Number = 1.0
    sessions: Count = 5000
    replica: Switch = False
    prepare_edits: Switch = True
    drain_seconds: Number = 0.0
    access_log: Switch = False


def from_environment() -> Settings:
    """Read the settings. ValueError names every wrong variable, what was found and what was expected."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"CAVEAT_{str(details['loc'][0]).upper()}: found {details['input']}; expected {details['ctx']['error']}"
            for details in error.errors()
        ]
        raise ValueError("\n".join(wrong)) from None


current = lru_cache(maxsize=1)(from_environment)


def require() -> Settings:
    """The settings, at the start of a program: it exits with the message if they cannot be read."""
    try:
        return current()
    except ValueError as error:
        sys.exit(str(error))
