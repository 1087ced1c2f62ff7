"""schema.org metadata as JSON-LD for the head of a page: a Dataset on /data, a WebPage elsewhere."""

import json
from typing import Any

from markupsafe import Markup

from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain.case import case
from caveat.web import releases

# The longest description that Google's guide to datasets takes.
MAX_DESCRIPTION = 5000


def dataset(dataset: Dataset, site: str) -> dict[str, Any]:
    """The data package as a schema.org Dataset of a site. UnusableTable if case.toml cannot be used."""
    described = schema.descriptor(dataset.folder)
    files = releases.table_files(dataset)
    made = releases.generated_at(dataset)
    licence = described["licenses"][0]["path"]
    settings = dataset.settings
    metadata = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{site}/data",
        "url": f"{site}/data",
        "name": described["title"],
        "description": described["description"][:MAX_DESCRIPTION],
        "keywords": described["keywords"],
        "license": licence,
        "version": dataset.fingerprint,
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": {"@type": "Organization", "name": "The Caveat authors"},
        "citation": f"The Caveat authors. {described['title']}. Release {dataset.fingerprint}. {site}/data",
        "temporalCoverage": f"{settings.first_day.isoformat()}/{made.date().isoformat() if made else '..'}",
        "spatialCoverage": [{"@type": "Place", "name": name} for name in _places(dataset)],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{file['title']} ({kind})",
                "contentUrl": f"{site}{file[ending]}",
                "encodingFormat": media,
            }
            for file in files
            for ending, kind, media in (("csv", "CSV", "text/csv"), ("json", "JSON", "application/json"))
        ],
    }
    return metadata | ({"dateModified": made.date().isoformat()} if made else {})


def _places(dataset: Dataset) -> list[str]:
    """What the data is about on a globe: the two sides of the maps; without maps the recipient."""
    settings = dataset.settings
    if settings.map:
        return [settings.map.home_name, settings.map.opposite_name]
    return [case(dataset).country_name(settings.recipient)]


def page(dataset: Dataset, question: str, description: str, address: str, site: str) -> dict[str, Any]:
    """Any other page: its question, its answer in a line, and the dataset that it is about."""
    made = releases.generated_at(dataset)
    metadata = {
        "@context": "https://schema.org/",
        "@type": "WebPage",
        "url": address,
        "name": question,
        "description": description,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "WebSite", "name": "Caveat", "url": f"{site}/"},
        "mainEntity": {
            "@type": "Dataset",
            "@id": f"{site}/data",
            "name": schema.descriptor(dataset.folder)["title"],
            "description": schema.descriptor(dataset.folder)["description"],
        },
    }
    return metadata | ({"dateModified": made.date().isoformat()} if made else {})


def script(metadata: dict[str, Any]) -> Markup:
    """The script element for the head. <, > and & are JSON escapes, so that no text of the tables can end it."""
    text = json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))
