"""The portal as a Datasette plugin: hooks that exist in 0.65 and in 1.0, each a line or two over `publish.portal`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from datasette import Response, hookimpl
from markupsafe import Markup

from publish.portal import cells, document, pages, sources, words
from publish.portal.description import ColumnView, Portal, TableView, portal
from publish.portal.downloads import send_file
from publish.portal.headers import Application, with_headers

Function = TypeVar("Function", bound=Callable[..., Any])
hook = cast(Callable[[Function], Function], hookimpl)

DATABASE = "catalogue"
UNKNOWN = TableView("", "", "", "", None, "", "", (), {})


def _site(datasette: Any) -> Portal:
    return portal(Path(datasette.databases[DATABASE].path).parent)


async def _ask(datasette: Any, sql: str, parameters: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    result = await datasette.databases[DATABASE].execute(sql, parameters)
    return [dict(row) for row in result.rows]


def _column(datasette: Any, table: str | None, column: str) -> ColumnView | None:
    site = _site(datasette)
    return site.tables.get(table, UNKNOWN).columns.get(column) if table else site.columns.get(column)


@hook
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    if database != DATABASE:
        return None
    view = _column(datasette, table, column)
    label = value.get("label") if isinstance(value, dict) else None
    plain = value.get("value") if isinstance(value, dict) else value
    if view and view.kind == "id" and isinstance(plain, str):
        return cells.linked(view, plain, label, datasette.urls.path(f"/-/disclosure/{plain}"))
    if column in ("resource", "other_resource") and isinstance(plain, str):
        named = _site(datasette).tables.get(plain)
        return cells.linked(view, plain, named.label, datasette.urls.table(DATABASE, plain)) if view and named else None
    if label is not None and view:
        return cells.labelled(view, plain, label)
    return cells.cell(view, value)


@hook
def extra_template_vars(template: str, table: str | None, datasette: Any) -> Callable[[], Awaitable[Any]]:
    async def variables() -> dict[str, Any]:
        site = _site(datasette)
        ask = partial(_ask, datasette)
        said: dict[str, Any] = {
            "portal": site,
            "words": words,
            "view": site.tables.get(table or "", UNKNOWN),
            "money": cells.money,
            "badge": cells.badge,
            "gravity": cells.gravity,
        }
        if template == "index.html":
            said["home"] = await pages.home(site, ask)
        if template == "row.html":
            said["label"] = partial(pages.label, ask=ask)
            said["evidence"] = partial(pages.evidence, ask=ask)
            said["beside"] = partial(document.beside, shown=pages.SHOWN, ask=ask)
            said["texts"] = partial(sources.texts, site, ask=ask)
        return said

    return variables


async def _nothing(datasette: Any, request: Any, message: str) -> Response:
    said = {"ok": False, "error": message, "status": 404, "title": "404"}
    return Response.html(await datasette.render_template("error.html", said, request=request), status=404)


async def show_disclosure(datasette: Any, request: Any) -> Response:
    """The page of one disclosure."""
    found = await pages.disclosure(_site(datasette), request.url_vars["disclosure_id"], partial(_ask, datasette))
    if found is None:
        return await _nothing(datasette, request, "没有这份公开文件 There is no such disclosure")
    return Response.html(await datasette.render_template("disclosure.html", found, request=request))


def _number(text: str | None, otherwise: int | None) -> int | None:
    """A number that a visitor writes; ValueError for anything else."""
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise ValueError(text)
    return int(text)


async def show_source(datasette: Any, request: Any) -> Response:
    """The lines of a source file around one of them."""
    name, file = request.url_vars["disclosure_id"], int(request.url_vars["number"])
    try:
        line, first = _number(request.args.get("line"), None), _number(request.args.get("from"), 1) or 0
        found = await sources.source(_site(datasette), name, file, line, first, partial(_ask, datasette))
    except ValueError:
        found = None
    if found is None:
        return await _nothing(datasette, request, "没有这一行 There is no such line")
    return Response.html(await datasette.render_template("source.html", found, request=request))


async def download(datasette: Any, request: Any, send: Any) -> Response | None:
    """One published file."""
    path = request.url_vars["path"]
    if await send_file(_site(datasette), path, request.method, request.headers, datasette.cors, send):
        return None
    return await _nothing(datasette, request, "没有这个文件 There is no such file")


@hook
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    return [
        (r"^/-/disclosure/(?P<disclosure_id>[a-z0-9-]{1,120})$", show_disclosure),
        (r"^/-/source/(?P<disclosure_id>[a-z0-9-]{1,120})/(?P<number>[1-9][0-9]{0,3})$", show_source),
        (r"^/downloads/(?P<path>.*)$", download),
    ]


@hook
def asgi_wrapper() -> Callable[[Application], Application]:
    return with_headers
