"""What the pages show of the rest of a document: its forms, its text, and what the checks say of one row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from publish.portal.description import TableView

Row = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Sequence[Row]]]

FORMS = """
    SELECT row_number, project_name, unit_name, annual_total, verdict, (
        SELECT count(*) FROM performance_indicators AS i
        WHERE i.disclosure_id = t.disclosure_id AND i.target_row_number = t.row_number
    ) AS indicators
    FROM performance_targets AS t WHERE disclosure_id = :id ORDER BY row_number LIMIT :shown
"""
TEXT = """
    SELECT part, section, heading, text FROM narrative_sections
    WHERE disclosure_id = :id ORDER BY section_number LIMIT :shown
"""
FIGURES = "SELECT verdict, count(*) AS n FROM stated_figures WHERE disclosure_id = :id GROUP BY verdict"
TERMS = "SELECT term, definition FROM glossary_terms WHERE disclosure_id = :id ORDER BY term_number LIMIT :shown"
UNITS = "SELECT unit_name, unit_kind FROM entity_units WHERE disclosure_id = :id ORDER BY unit_number LIMIT :shown"
INDICATORS = """
    SELECT row_number, period, level1, level2, level3, target_value FROM performance_indicators
    WHERE disclosure_id = :id AND target_row_number = :number ORDER BY row_number LIMIT :shown
"""
FORMS_OF_PROJECT = """
    SELECT row_number, project_name FROM performance_targets
    WHERE disclosure_id = :id AND project_row_number = :number ORDER BY row_number LIMIT :shown
"""
CHECKS = """
    SELECT check_number, rule_id, outcome, severity, message_zh, message_en, waiver FROM check_results
    WHERE disclosure_id = :id AND outcome = 'fail' AND (
        resource = :resource AND ' ' || row_numbers || ' ' LIKE '% ' || :row || ' %'
        OR other_resource = :resource AND ' ' || other_row_numbers || ' ' LIKE '% ' || :row || ' %'
    ) ORDER BY check_number LIMIT :shown
"""


async def rest(disclosure_id: str, shown: int, ask: Ask) -> dict[str, Any]:
    """Forms, text, figures by verdict, terms and units of one disclosure."""
    about = {"id": disclosure_id, "shown": shown}
    return {
        "forms": await ask(FORMS, about),
        "text": await ask(TEXT, about),
        "figures": {row["verdict"]: row["n"] for row in await ask(FIGURES, about)},
        "terms": await ask(TERMS, about),
        "units": await ask(UNITS, about),
    }


async def beside(table: TableView, key: Sequence[str], shown: int, ask: Ask) -> dict[str, Sequence[Row]]:
    """What stands beside one row: the indicators of a form, the form of a project, and the checks that it fails."""
    said = dict(zip(table.key, key, strict=False))
    number = said.get("row_number", "")
    if not number.isdigit() or "verdict" not in table.columns:
        return {"indicators": (), "forms": (), "checks": ()}
    about = {"id": said.get("disclosure_id"), "number": int(number), "shown": shown}
    token = f"{said['side']}:{int(number)}" if said.get("side") else str(int(number))
    return {
        "indicators": await ask(INDICATORS, about) if table.name == "performance_targets" else (),
        "forms": await ask(FORMS_OF_PROJECT, about) if table.name == "projects_current_year" else (),
        "checks": await ask(CHECKS, {**about, "resource": table.name, "row": token}),
    }
