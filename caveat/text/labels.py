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
    """The name for a country or body code; the code itself where there is none."""
    return COUNTRY.get(code, code)
