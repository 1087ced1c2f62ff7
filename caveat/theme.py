"""Colours, glyphs and lines: colour carries status and nothing else; the rest is ink on warm paper."""

from typing import Literal

Theme = Literal["light", "dark"]

# Okabe-Ito, safe for colour-blind readers, moved in lightness until each reaches 4.5:1 on its own paper
# (tests/test_theme.py).
STATUS: dict[Theme, dict[str, str]] = {
    "light": {
        "permitted": "#0072B2",
        "restricted": "#1F789F",
        "case_by_case": "#8F6200",
        "unclear": "#646B78",
        "prohibited": "#B84A00",
        "not_supplied": "#646B78",
        "no_record": "#646B78",
    },
    "dark": {
        "permitted": "#5AB4E8",
        "restricted": "#7CC4DC",
        "case_by_case": "#E0B04A",
        "unclear": "#A3ABB8",
        "prohibited": "#F08A4B",
        "not_supplied": "#A3ABB8",
        "no_record": "#A3ABB8",
    },
}

GLYPH = {
    "permitted": "●",
    "restricted": "◐",
    "case_by_case": "◔",
    "unclear": "?",
    "prohibited": "✕",
    "not_supplied": "○",
    "no_record": "–",
}

# Certainty is a line; plotly's names on the left of the pair, CSS's on the right.
LINE = {
    "official": ("solid", "solid"),
    "reported": ("dash", "dashed"),
    "inferred": ("dot", "dotted"),
    "disputed": ("longdashdot", "double"),
    "claimed": ("dot", "dotted"),
}

INK: dict[Theme, dict[str, str]] = {
    "light": {
        "ink": "#14202B",
        "soft": "#5A6673",
        "line": "#D9D9D2",
        "paper": "#FBFAF6",
        "card": "#FFFFFF",
        "wash": "#F1F0EA",
        "accent": "#14202B",
        "sea": "#EEF2F4",
        "land": "#F4F2EB",
        "home": "#DFE8F0",
        "opposite": "#F1ECE3",
    },
    "dark": {
        "ink": "#ECEAE3",
        "soft": "#A6AFB9",
        "line": "#36404A",
        "paper": "#14191E",
        "card": "#1B2127",
        "wash": "#222A31",
        "accent": "#ECEAE3",
        "sea": "#10161B",
        "land": "#20272D",
        "home": "#2A3A49",
        "opposite": "#2B2A27",
    },
}
