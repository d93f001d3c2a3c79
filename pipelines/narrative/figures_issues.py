"""What a reader must know of the numbers of the text: those that cannot be read, and figures that are odd."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.model import Issue, TypedRow
from pipelines.narrative.figures_places import Places
from pipelines.narrative.figures_read import Figure, Unread

RESOURCE = "stated_figures"
_PERCENT_LIMIT = 1000
_QUOTED = 60


def unread_issue(item: Unread, places: Places) -> Issue:
    line, page = places.at(item.start)
    quote = places.sentence(item.start, item.start + len(item.printed), _QUOTED)
    return Issue(
        "unread_figure",
        f"文中数字“{item.printed}”无法读取：{quote}",
        f"the number {item.printed!r} of the text cannot be read: {quote}",
        "warning",
        RESOURCE,
        page=page,
        line=line,
        printed=item.printed,
        source_number=places.passage.source_number,
    )


def odd_issues(figure: Figure, row: TypedRow) -> Iterator[Issue]:
    """What is odd about a figure that is kept as printed."""
    said = f"{figure.printed}{figure.unit or ''}"
    value = figure.value or 0
    if figure.unit == "%" and not 0 <= value <= _PERCENT_LIMIT:
        zh, en = f"百分比“{said}”不合常理", f"an unlikely percentage: {said}"
        yield _issue("odd_percentage", zh, en, figure, row)
    elif value < 0:
        zh, en = f"文中数字“{said}”带负号", f"a figure with a minus sign: {said}"
        yield _issue("signed_figure", zh, en, figure, row)
    if not figure.told and value:
        zh, en = f"“{said}”未说明是增加还是减少", f"whether {said} is more or less is not told"
        yield _issue("direction_not_told", zh, en, figure, row)


def _issue(code: str, zh: str, en: str, figure: Figure, row: TypedRow) -> Issue:
    return Issue(
        code,
        zh,
        en,
        "warning",
        RESOURCE,
        row_number=row.row_number,
        field="amount" if figure.money else "value",
        page=row.page,
        line=row.line,
        printed=figure.printed,
        source_number=row.values["source_number"] if isinstance(row.values["source_number"], int) else None,
    )
