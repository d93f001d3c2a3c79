"""Ink that stands in a table but in none of its rows: one Issue for the figures, one for the text."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.model import Issue, Line, Severity

STRAY_FIGURES = "stray_figures"
_KEPT = 200


def stray_figures(resource: str, lines: Sequence[Line], printed: Sequence[str]) -> tuple[Issue, ...]:
    """One Issue for all figures that no row can take; `lines` hold them: a row has lost its words."""
    zh, en = "表中有数字不属于任何一行", "figures of the table stand in none of its rows"
    return _stray(STRAY_FIGURES, "error", zh, en, resource, lines, printed)


def stray_text(resource: str, lines: Sequence[Line]) -> tuple[Issue, ...]:
    """One Issue for all lines of a table in cells that have none and belong to no row."""
    zh, en = "表中有文字不属于任何一行", "lines of the table belong to none of its rows"
    return _stray("stray_text", "warning", zh, en, resource, lines, [line.text.strip() for line in lines])


def _stray(
    code: str, severity: Severity, zh: str, en: str, resource: str, lines: Sequence[Line], printed: Sequence[str]
) -> tuple[Issue, ...]:
    if not lines:
        return ()
    shown, first = " ".join(printed)[:_KEPT], lines[0]
    message = (f"{zh}：{shown}", f"{en}: {shown}")
    return (Issue(code, *message, severity, resource, page=first.page, line=first.number, printed=shown),)
