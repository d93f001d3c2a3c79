"""`yusuan publish` and `yusuan serve`: the only place where `pipelines` reaches for `publish`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import click

from pipelines.atomic import writing
from pipelines.commands.shared import ending, say, say_json

INSTALL = "install what serving needs (pip install '.[publish]' in the checkout)"


@contextmanager
def _web_parts() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(f"the web parts are not installed ({error.name} is missing): {INSTALL}") from error


def _step(name: str) -> None:
    """What is being written, on a terminal only."""
    if sys.stderr.isatty():
        say(f"publish: {name} …", err=True)


OLD_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("packages", metavar="[DIR]", default="datapackages", type=OLD_FOLDER)
@click.option(
    "-o",
    "--out",
    "site",
    metavar="SITE",
    default="site",
    show_default=True,
    type=NEW_FOLDER,
    help="Folder of the site.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the files as JSON.")
def publish(packages: Path, site: Path, as_json: bool) -> None:
    """Publish the packages of DIR [default: datapackages] as SQLite, CSV, Parquet and a Datasette site.

    \b
    Example:
      yusuan publish datapackages -o site
    """
    with _web_parts():
        from publish.site import NoSite, NothingToPublish
        from publish.site import publish as run
    try:
        with ending(), writing(site):
            report = run(packages, site, _step)
    except NothingToPublish as error:
        for left in error.left_out:
            say(f"left out {left.package}: {left.reason}", err=True)
        raise click.ClickException(f"{error}: run `yusuan build` first") from error
    except NoSite as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        say_json(report)
    else:
        for left in report.left_out:
            say(f"left out {left.package}: {left.reason}", err=True)
        say(f"{len(report.disclosures)} disclosures, {len(report.files)} files → {report.site}")
    raise SystemExit(1 if report.left_out else 0)


@click.command()
@click.argument("site", metavar="[SITE]", default="site", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(site: Path, host: str, port: int) -> None:
    """Serve a published SITE [default: site] with Datasette until Ctrl-C.

    \b
    Example:
      yusuan serve site --port 8001
    """
    if not site.is_dir():
        raise click.UsageError(f"{site} is no folder: run `yusuan publish datapackages -o {site}` first")
    if find_spec("datasette") is None:
        raise click.ClickException(f"Datasette is not installed: {INSTALL}")
    with _web_parts():
        from publish.serve import NotServed
        from publish.serve import serve as run
    try:
        raise SystemExit(run(site, host, port, announce=lambda address: click.echo(f"serving {site} on {address}")))
    except NotServed as error:
        raise click.ClickException(str(error)) from error
