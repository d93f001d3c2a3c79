"""What every descriptor of ours says alike: version of Data Package, licence of the data, shape of the CSV."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
LICENCES = {"CC-BY-4.0": LICENCE, "MIT": MIT}
DISCLOSED = {
    "title": "各部门依法公开的预算文件（官方文件，不适用著作权）",
    "title_en": "Budget documents that departments disclose by law: official documents outside copyright",
}


def rights_of(table: Table) -> dict[str, list[Mapping[str, str]]]:
    """The licence and source of a resource of a package where they are not those of the package itself."""
    return {"licenses": [licence_of(table)], "sources": [source_of(table)]} if table.rights else {}


def licence_of(table: Table) -> Mapping[str, str]:
    """The licence of a resource: that of the compiled data, unless its metadata name another."""
    return LICENCES[table.rights.get("licence", LICENCE["name"])]


def source_of(table: Table) -> Mapping[str, str]:
    """Where a resource comes from, in Chinese and English."""
    if not table.rights:
        return DISCLOSED
    return {"title": table.rights["source_zh"], "title_en": table.rights["source_en"]}


DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
