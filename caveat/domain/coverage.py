"""How much the tables cover and where they are weak, counted from the tables themselves."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from caveat.dataset import records, schema
from caveat.dataset.partial_dates import first_day, precision
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import citations, data_quality
from caveat.domain.case import usable_case

# The column with the supplier of a row, for the age of the evidence. Claims and events have no supplier.
SUPPLIER_COLUMNS = {
    "restrictions": "supplier",
    "context": "supplier",
    "transfers": "supplier",
    "positions": "country_or_body",
    "aid": "donor",
}
CERTAINTIES = ("official", "reported", "inferred", "disputed", "claimed")


def newest_date(dates: Iterable[str]) -> str:
    """The latest of partial dates, by the day from which each counts; "" if there is none."""
    return max((text for text in dates if text), key=first_day, default="")


def _dates(dataset: Dataset, name: str) -> list[str]:
    """The date of each row; of one that became public later than it applied, the day on which both were so."""
    frame = dataset[name]
    dates = frame[records.date_column(dataset, name)]
    if "reported" not in frame:
        return list(dates)
    return [newest_date(texts) for texts in zip(dates, frame["reported"], strict=True)]


def table_overview(dataset: Dataset) -> pd.DataFrame:
    """An overview of the tables: table, title, description, rows, newest, a row for each table.

    `rows` is NaN if the table cannot be read; `newest` is text of any precision.
    """
    rows = []
    for name in schema.table_names(dataset.folder):
        resource = schema.resource(name, dataset.folder)
        readable = name not in dataset.broken
        column = records.date_column(dataset, name)
        rows.append(
            {
                "table": name,
                "title": resource.get("title", name),
                "description": resource.get("description", ""),
                "rows": float(len(dataset[name])) if readable else float("nan"),
                "newest": newest_date(_dates(dataset, name)) if readable and column else "",
            }
        )
    return pd.DataFrame(rows, columns=["table", "title", "description", "rows", "newest"])


def suppliers(dataset: Dataset) -> list[str]:
    """The states with a rule or a transfer, in the order of the table `countries`."""
    tables = [table for table in ("restrictions", "transfers") if table not in dataset.broken]
    named = [code for table in tables for code in dataset[table]["supplier"]]
    order = list(usable_case(dataset).countries)
    return sorted(dict.fromkeys(named), key=lambda code: order.index(code) if code in order else len(order))


def newest_by_supplier(dataset: Dataset) -> pd.DataFrame:
    """The newest date of each supplier in each table that names suppliers: supplier, a column per table.

    Blank if there is no row. Disputed rows do not count, since they set no rule.
    Tables that cannot be read are left out.
    """
    codes = suppliers(dataset)
    columns: dict[str, list[str]] = {"supplier": codes}
    for name, column in SUPPLIER_COLUMNS.items():
        if name in dataset.broken:
            continue
        frame = dataset[name]
        counted = frame["certainty"] != "disputed" if "certainty" in frame else pd.Series(True, index=frame.index)
        rows = list(zip(_dates(dataset, name), frame[column], counted, strict=True))
        columns[name] = [
            newest_date(day for day, named, counts in rows if counts and code in list_items(named)) for code in codes
        ]
    return pd.DataFrame(columns)


def certainty_counts(dataset: Dataset) -> pd.DataFrame:
    """How many rows of each readable table have which certainty: table, rows, then a column a certainty."""
    rows = []
    for name in records.usable_tables(dataset):
        if "certainty" in dataset[name]:
            counted = dataset[name]["certainty"].value_counts()
            rows.append(
                {"table": name, "rows": len(dataset[name])}
                | {certainty: int(counted.get(certainty, 0)) for certainty in CERTAINTIES}
            )
    return pd.DataFrame(rows, columns=["table", "rows", *CERTAINTIES])


def claims_per_system(dataset: Dataset) -> pd.DataFrame:
    """Published figures per system: system_id, name, figures, range, other, sources.

    In the order of systems. `other` counts figures of other properties, `sources` different sources.
    UnusableTable if claims or systems cannot be read.
    """
    claims, systems = dataset["claims"], dataset["systems"]
    rows = []
    for row in systems.itertuples():
        own = claims[claims["system_id"] == row.system_id]
        ranges = int((own["attribute"] == "range_km").sum())
        rows.append(
            {
                "system_id": row.system_id,
                "name": row.name,
                "figures": len(own),
                "range": ranges,
                "other": len(own) - ranges,
                "sources": own["source_id"].nunique(),
            }
        )
    return pd.DataFrame(rows, columns=["system_id", "name", "figures", "range", "other", "sources"])


def source_support(dataset: Dataset) -> pd.DataFrame:
    """How well the rows of each readable table are supported: table, rows, single, origin, copies.

    `single` counts rows with one source, `origin` rows whose sources go back to one publisher,
    `copies` rows that cite aggregators only.

    `single` and `origin` are NaN if the table's column names a single source by definition;
    `origin` and `copies` if sources cannot be read.
    """
    stand_ins = None if "sources" in dataset.broken else set(citations.aggregators(dataset)["source_id"])
    weak = data_quality.weak_evidence(dataset)
    weak = weak[weak["why"] == "origin"]
    rows = []
    for name in records.usable_tables(dataset):
        columns = records.source_columns(dataset, name)
        if not columns:
            continue
        lists = [
            field["name"]
            for field in schema.fields(name, dataset.folder)
            if field["name"] in columns and "list" in field
        ]
        single = sum(len(list_items(text)) == 1 for text in dataset[name][lists[0]]) if lists else float("nan")
        copies = (
            float("nan")
            if stand_ins is None
            else sum(
                bool(record.source_ids) and stand_ins.issuperset(record.source_ids)
                for record in records.table_records(dataset, name)
            )
        )
        origin = float("nan") if stand_ins is None or not lists else int((weak["table"] == name).sum())
        rows.append({"table": name, "rows": len(dataset[name]), "single": single, "origin": origin, "copies": copies})
    return pd.DataFrame(rows, columns=["table", "rows", "single", "origin", "copies"])


def placeholder_dates(dataset: Dataset) -> pd.DataFrame:
    """Dates no more precise than a month or a year: table, column, rows (with a date), month, year.

    By readable table and column; columns with full dates only are left out.
    """
    rows = []
    for name in records.usable_tables(dataset):
        for field in schema.fields(name, dataset.folder):
            if not field.get("partialDate"):
                continue
            kinds = [precision(text) for text in dataset[name][field["name"]] if text]
            if set(kinds) - {"day"}:
                rows.append(
                    {
                        "table": name,
                        "column": field["name"],
                        "rows": len(kinds),
                        "month": kinds.count("month"),
                        "year": kinds.count("year"),
                    }
                )
    return pd.DataFrame(rows, columns=["table", "column", "rows", "month", "year"])


def source_kinds(dataset: Dataset) -> pd.DataFrame:
    """How many sources are of which kind, the most first: kind, sources, cited (by at least one row)."""
    frame = dataset["sources"]
    cited = frame["source_id"].isin(list(citations.cited_by(dataset)))
    counted = frame.assign(cited=cited).groupby("kind", sort=False)["cited"].agg(["size", "sum"]).reset_index()
    counted.columns = pd.Index(["kind", "sources", "cited"])
    return counted.sort_values("sources", ascending=False, kind="stable").reset_index(drop=True)


def language_count(dataset: Dataset) -> int:
    """In how many languages the sources are."""
    return int(dataset["sources"]["language"].nunique())


def unconfirmed_counts(dataset: Dataset, today: date) -> pd.DataFrame:
    """The tables whose rows go stale: table, allowed, rows, oldest.

    `allowed` is in days without a newer date, `rows` counts those not confirmed for longer by today,
    `oldest` is a date as text, "" if there is none.
    """
    stale = data_quality.unconfirmed_rows(dataset, today)
    rows = []
    for name in records.usable_tables(dataset):
        if allowed := data_quality.staleness_days(dataset, name):
            own = [row for row in stale if row.table == name]
            rows.append(
                {
                    "table": name,
                    "allowed": allowed,
                    "rows": len(own),
                    "oldest": own[0].newest if own else "",
                }
            )
    return pd.DataFrame(rows, columns=["table", "allowed", "rows", "oldest"])
