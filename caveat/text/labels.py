"""The names that readers see for the ids in the tables."""

STATUS = {
    "permitted": "allowed",
    "restricted": "allowed with conditions",
    "case_by_case": "case by case",
    "unclear": "unclear",
    "prohibited": "not allowed",
    "not_supplied": "not supplied",
    "no_record": "no record",
}
STATUS_SHORT = STATUS | {"restricted": "conditions"}
CERTAINTY = {
    "official": "official",
    "reported": "reported",
    "inferred": "inferred",
    "disputed": "disputed",
    "claimed": "claimed",
}
TERRITORY = {
    "everywhere": "everywhere",
    "ua_occupied": "occupied Ukraine",
    "ru_any": "anywhere else in Russia",
    "ru_border": "the Russian border area",
    "ru_kursk": "the Kursk area",
}
TERRITORY_HEAD = {
    "everywhere": "Everywhere",
    "ua_occupied": "Occupied Ukraine, Crimea included",
    "ru_any": "Russia: anywhere else",
    "ru_border": "Russia: border area",
    "ru_kursk": "Russia: Kursk area",
}
COUNTRY = {
    "US": "United States",
    "GB": "United Kingdom",
    "FR": "France",
    "DE": "Germany",
    "IT": "Italy",
    "UA": "Ukraine",
    "RU": "Russia",
    "PL": "Poland",
    "SE": "Sweden",
    "NO": "Norway",
    "DK": "Denmark",
    "NL": "Netherlands",
    "CA": "Canada",
    "FI": "Finland",
    "LT": "Lithuania",
    "SK": "Slovakia",
    "HU": "Hungary",
    "TR": "Turkey",
    "CN": "China",
    "KP": "North Korea",
    "CH": "Switzerland",
    "AE": "United Arab Emirates",
    "NATO": "NATO",
    "EU": "European Union",
    "UN": "United Nations",
    "UDCG": "Ukraine Defense Contact Group",
    "EUROPE": "Europe (all donors)",
}
CAPITAL = {"US": "Washington", "GB": "London", "FR": "Paris", "DE": "Berlin", "IT": "Rome", "UA": "Kyiv"}
KNOWN = {"then": "As known then", "now": "In hindsight"}


def country_name(code: str) -> str:
    """The name for a country or body code; the code itself if there is none."""
    return COUNTRY.get(code, code)


def capital_name(code: str) -> str:
    """The capital in place of a government: "Washington"; the code itself if there is none."""
    return CAPITAL.get(code, code)


def lane_name(system: str, supplier: str) -> str:
    """A pair of system and supplier: "Storm Shadow (Italy)"."""
    return f"{system} ({supplier})"


def supplier_name(name: str, disputed: bool) -> str:
    """A supplier, with a note if its supply is disputed."""
    return f"{name}, supply disputed" if disputed else name


def rule_title(system: str, supplier: str, territory: str, status: str, certainty: str) -> str:
    """A row of the log as a title: "ATACMS, United States, the Kursk area: allowed (reported)"."""
    rule = f"{STATUS.get(status, status)} ({CERTAINTY.get(certainty, certainty)})"
    return f"{system}, {country_name(supplier)}, {TERRITORY.get(territory, territory)}: {rule}"
