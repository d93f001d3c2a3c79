"""What the home page, the page of a disclosure and the page of a row say: questions to the database, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from publish.portal import document
from publish.portal.description import Portal, TableView

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
    SELECT rule_id, outcome, severity, resource, side, row_numbers, expected, actual, difference,
        message_zh, message_en, waiver
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


async def home(site: Portal, ask: Ask) -> dict[str, Any]:
    """Coverage: each disclosure with its checks by outcome, its Issues and the state of each standard table."""
    disclosures = await ask(DISCLOSURES, {"shown": SHOWN})
    states: dict[str, dict[str, str]] = {}
    for row in await ask(STATES, {"shown": SHOWN}):
        states.setdefault(row["disclosure_id"], {})[row["resource"]] = "cut_off" if row["cut_off"] else row["state"]
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
    return {
        "disclosure": rows[0],
        "states": {row["resource"]: row for row in states},
        "verdicts": await _verdicts(site, disclosure_id, ask),
        "findings": await ask(FINDINGS, about),
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


async def evidence(table: TableView, key: Sequence[str], ask: Ask) -> Sequence[Row]:
    """The ink behind each amount of one row that has a verdict, by its primary key."""
    said = dict(zip(table.key, key, strict=False))
    if "verdict" not in table.columns or not said.get("row_number", "").isdigit():
        return []
    number = int(said["row_number"])
    about = {"id": said.get("disclosure_id"), "resource": table.name, "number": number, "side": said.get("side")}
    return await ask(EVIDENCE, about)
