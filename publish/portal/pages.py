"""What the home page, the page of a disclosure and the page of a row say: questions to the database, as plain data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from publish.portal import document, sources
from publish.portal.description import EDITIONS, Portal, TableView
from publish.portal.words import table_labels

Row = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Sequence[Row]]]
SHOWN = 200

DISCLOSURES = "SELECT * FROM disclosures ORDER BY division_code, entity_name, fiscal_year, disclosure_id LIMIT :shown"
_LISTED = """
    SELECT disclosure_id FROM disclosures
    ORDER BY division_code, entity_name, fiscal_year, disclosure_id LIMIT :shown
"""
STATES = f"SELECT disclosure_id, resource, state, cut_off FROM table_states WHERE disclosure_id IN ({_LISTED})"
DOUBTS = f"SELECT disclosure_id, count(*) AS n FROM issues WHERE disclosure_id IN ({_LISTED}) GROUP BY disclosure_id"
UNEXPLAINED = f"""
    SELECT disclosure_id, count(*) AS n FROM check_results
    WHERE outcome = 'fail' AND waiver IS NULL AND disclosure_id IN ({_LISTED}) GROUP BY disclosure_id
"""
FINDINGS = """
    SELECT check_number, rule_id, severity, resource, side, row_numbers, message_zh, message_en, waiver
    FROM check_results WHERE disclosure_id = :id AND outcome = 'fail'
    ORDER BY waiver IS NOT NULL, severity, check_number LIMIT :shown
"""
ISSUES = "SELECT * FROM issues WHERE disclosure_id = :id ORDER BY issue_number LIMIT :shown"
SOURCES = "SELECT * FROM source_files WHERE disclosure_id = :id ORDER BY source_number LIMIT :shown"
REVISIONS = "SELECT * FROM revisions WHERE disclosure_id = :id ORDER BY revision_number DESC LIMIT :shown"
NOTES = "SELECT resource, text, line FROM notes WHERE disclosure_id = :id ORDER BY note_number LIMIT :shown"
EVIDENCE = """
    SELECT field, printed, page, line, repair, x0, top, x1, bottom, recognition_confidence, source_number, source_name
    FROM cell_sources LEFT JOIN source_files USING (disclosure_id, source_number)
    WHERE disclosure_id = :id AND resource = :resource AND row_number = :number AND side IS :side
    ORDER BY cell_number
"""


def _blank_tables(site: Portal) -> str:
    """The tables that were found and hold no amount; the first row with one ends the look into a table."""
    asked = []
    for table in site.standard:
        amounts = [f'"{column.name}" IS NOT NULL' for column in table.columns.values() if column.kind == "amount"]
        any_amount = " OR ".join(amounts) or "TRUE"
        asked.append(
            f"SELECT disclosure_id, resource FROM table_states AS s WHERE resource = '{table.name}' "
            f"AND state = 'present' AND disclosure_id IN (SELECT value FROM json_each(:ids)) AND NOT EXISTS "
            f'(SELECT 1 FROM "{table.name}" WHERE disclosure_id = s.disclosure_id AND ({any_amount}))'
        )
    return " UNION ALL ".join(asked)


async def _states(site: Portal, rows: Sequence[Row], ask: Ask) -> dict[str, dict[str, str]]:
    """What is shown of the state of each table, by disclosure and resource: also `cut_off`, and `no_figures`."""
    ids = json.dumps(sorted({row["disclosure_id"] for row in rows}))
    blank = {(row["disclosure_id"], row["resource"]) for row in await ask(_blank_tables(site), {"ids": ids})}
    shown: dict[str, dict[str, str]] = {}
    for row in rows:
        key = row["disclosure_id"], row["resource"]
        state = "cut_off" if row["cut_off"] else "no_figures" if key in blank else row["state"]
        shown.setdefault(key[0], {})[key[1]] = state
    return shown


async def home(site: Portal, ask: Ask) -> dict[str, Any]:
    """Coverage: each disclosure with its checks by outcome, its Issues and the state of each standard table."""
    disclosures = await ask(DISCLOSURES, {"shown": SHOWN})
    states = await _states(site, await ask(STATES, {"shown": SHOWN}), ask)
    totals = (
        await ask(
            "SELECT count(*) AS disclosures, count(DISTINCT entity_id) AS entities, min(fiscal_year) AS first_year, "
            "max(fiscal_year) AS last_year, total(checks_pass) AS passed, total(checks_rounding) AS rounding, "
            "total(checks_fail) AS failed FROM disclosures",
            {},
        )
    )[0]
    files = [file for file in site.files.values() if "/" not in file.path]
    tables = [table for table in site.tables.values() if site.downloads(table.name)]
    return {
        "disclosures": disclosures,
        "states": states,
        "asked_for": {resource for found in states.values() for resource in found},
        "doubts": {row["disclosure_id"]: row["n"] for row in await ask(DOUBTS, {"shown": SHOWN})},
        "unexplained": {row["disclosure_id"]: row["n"] for row in await ask(UNEXPLAINED, {"shown": SHOWN})},
        "totals": totals,
        "files": files,
        "tables": tables,
        "editions": tuple(EDITIONS.values()),
        "shown": SHOWN,
    }


async def _verdicts(site: Portal, disclosure_id: str, ask: Ask) -> dict[str, Counter[str]]:
    parts = [
        f"SELECT '{table.name}' AS resource, verdict, count(*) AS n FROM \"{table.name}\" "
        "WHERE disclosure_id = :id GROUP BY verdict"
        for table in site.standard
    ]
    found: dict[str, Counter[str]] = {table.name: Counter() for table in site.standard}
    for row in await ask(" UNION ALL ".join(parts), {"id": disclosure_id}):
        found[row["resource"]][row["verdict"]] = row["n"]
    return found


async def disclosure(site: Portal, disclosure_id: str, ask: Ask) -> dict[str, Any] | None:
    """One disclosure: states, verdicts, what does not reconcile, in words; None when there is no such disclosure."""
    about = {"id": disclosure_id, "shown": SHOWN}
    rows = await ask("SELECT * FROM disclosures WHERE disclosure_id = :id", about)
    if not rows:
        return None
    states = await ask("SELECT * FROM table_states WHERE disclosure_id = :id", about)
    findings = await ask(FINDINGS, about)
    texts = await sources.texts(site, disclosure_id, ask)
    labels = table_labels(rows[0]["template"])
    order = {resource: place for place, resource in enumerate(labels)}
    return {
        "disclosure": rows[0],
        "labels": {name: labels.get(name, table.label) for name, table in site.tables.items()},
        "listed": sorted(site.standard, key=lambda table: order.get(table.name, len(order))),
        "states": {row["resource"]: row for row in states},
        "shown_states": (await _states(site, states, ask)).get(disclosure_id, {}),
        "verdicts": await _verdicts(site, disclosure_id, ask),
        "findings": findings,
        "texts": texts,
        "places": await sources.places(disclosure_id, findings, texts, ask),
        "issues": await ask(ISSUES, about),
        "notes": await ask(NOTES, about),
        "package": site.files.get(f"packages/{disclosure_id}.zip"),
        "raw": site.raw(disclosure_id),
        "revisions": await ask(REVISIONS, about),
        "archives": site.archives(disclosure_id),
        "sources": await ask(SOURCES, about),
        "rest": await document.rest(disclosure_id, SHOWN, ask),
        "shown": SHOWN,
    }


async def label(table: TableView, disclosure_id: str, ask: Ask) -> str:
    """What a table is called beside one disclosure: by the number that its own form gives it."""
    rows = await ask("SELECT template FROM disclosures WHERE disclosure_id = :id", {"id": disclosure_id})
    return table_labels(rows[0]["template"]).get(table.name, table.label) if rows else table.label


async def evidence(table: TableView, key: Sequence[str], ask: Ask) -> Sequence[Row]:
    """The ink behind each amount of one row that has a verdict, by its primary key."""
    said = dict(zip(table.key, key, strict=False))
    if "verdict" not in table.columns or not said.get("row_number", "").isdigit():
        return []
    number = int(said["row_number"])
    about = {"id": said.get("disclosure_id"), "resource": table.name, "number": number, "side": said.get("side")}
    return await ask(EVIDENCE, about)
