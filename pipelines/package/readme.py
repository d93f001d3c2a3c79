"""`README.md` of one package: what it is, what reconciles and what does not. Chinese first, then English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.package.eye import unconfirmed
from pipelines.package.findings import Finding, Rows, basis_in, findings, place_en, place_zh
from pipelines.plain import markdown
from pipelines.vocabulary import Vocabulary

MOST = 200  # of a document gone wrong a README names the first; the tables have all
WHOLE = 5000  # what both places say, up to a dozen rows with their names, and what a person wrote, is not cut
VERDICTS = ("verified", "rounding", "conflict", "unchecked")
STATES = {
    "present": ("有数据", "present"),
    "declared_empty": ("声明为空", "declared empty"),
    "missing": ("缺失", "missing"),
    "unreadable": ("无法读取", "unreadable"),
}


@dataclass(frozen=True)
class Words:
    """The fixed words of one language."""

    table_head: str
    rules_head: str
    failed: str
    none_failed: str
    counts: str
    issues: str
    no_issues: str
    licence: str
    cite: str
    figures: str
    meant: str
    explained: str
    line: str
    page: str
    kept: str
    nothing: str
    listed: str
    more: str
    eye: str


ZH = Words(
    table_head="| 表 | 数据 | 状态 | 行数 | 已核对 | 尾差 | 矛盾 | 未核对 |",
    rules_head="## 核对结果",
    failed="以下各处不符，数据照印刷原样保留：",
    none_failed="没有发现不符之处。",
    counts="核对 {total} 项：相符 {passed} 项，尾差 {rounding} 项，不符 {fail} 项，不适用 {na} 项。",
    issues="## 读取问题",
    no_issues="没有。",
    licence="## 许可\n\n整理后的数据以 CC BY 4.0 许可发布。原文件由公开单位依法公开，其权利不因此改变。",
    cite="## 如何引用",
    figures="此处 {actual} 元，另一处 {expected} 元，相差 {difference} 元",
    meant="规则：{rule}（依据：{basis}）",
    explained="已说明：",
    line="原文第 {} 行",
    page="原文第 {} 页",
    kept="处处相符的规则（见 [`rules`](data/rules.csv)）：",
    nothing="无",
    listed="、",
    more="- 另有 {0} 项，见 [`{1}`](data/{1}.csv)",
    eye="## 待人工核对\n\n以下数字由图像识别得出，没有勾稽关系证实，请对照原文件（位置以磅计，自页左上角起）：",
)
EN = Words(
    table_head="| Table | Data | State | Rows | Verified | Rounding | Conflict | Unchecked |",
    rules_head="## What reconciles and what does not",
    failed="These do not reconcile; the data keep what is printed:",
    none_failed="No check failed.",
    counts="{total} checks: {passed} pass, {rounding} within rounding, {fail} fail, {na} not applicable.",
    issues="## Issues of the extraction",
    no_issues="None.",
    licence=(
        "## Licence\n\nThe compiled data are licensed under CC BY 4.0. The source file was published by the body "
        "itself as the law requires; its status is not changed by this package."
    ),
    cite="## How to cite",
    figures="here CNY {actual}, elsewhere CNY {expected}, difference CNY {difference}",
    meant="Rule: {rule} (basis: {basis})",
    explained="Explained: ",
    line="line {} of the source",
    page="page {} of the source",
    kept="Rules that hold wherever they apply (see [`rules`](data/rules.csv)): ",
    nothing="none",
    listed=", ",
    more="- {0} more in [`{1}`](data/{1}.csv)",
    eye=(
        "## For a human eye\n\nThese figures were recognised in pictures and no check confirms them; compare them with "
        "the source (places in points from the top left corner of the page):"
    ),
)


def _table_rows(rows: Rows, vocabulary: Vocabulary, language: int) -> Iterator[str]:
    (disclosure,) = rows["disclosures"]
    form = disclosure["template"] or None
    for row in rows["table_states"]:
        name, found = row["resource"], rows[row["resource"]]
        table = vocabulary.layout(name, form)
        title = (markdown(row["printed_title"]) or table.title, table.title_en)[language]
        state = STATES[row["state"]][language]
        yield f"| {table.number} {title} | [`{name}`](data/{name}.csv) | {state} | {_numbers(found)} |"
    for table in vocabulary.document_tables:
        if found := rows[table.resource]:
            title, state = (table.title, table.title_en)[language], STATES["present"][language]
            yield f"| {title} | [`{table.resource}`](data/{table.resource}.csv) | {state} | {_numbers(found)} |"


def _numbers(found: Sequence[Mapping[str, str]]) -> str:
    """How many rows there are, and how many of each verdict; none of any where the table has no verdicts."""
    verdicts = Counter(row.get("verdict") for row in found)
    return " | ".join(str(number) for number in (len(found), *(verdicts[verdict] for verdict in VERDICTS)))


def _finding(finding: Finding, words: Words) -> str:
    zh = words is ZH
    places = place_zh if zh else place_en
    message = markdown(finding.message_zh if zh else finding.message_en, WHOLE)
    figures = words.figures.format(expected=finding.expected, actual=finding.actual, difference=finding.difference)
    lines = [f"- **{markdown(finding.rule_id)}** {message}"]
    if finding.expected and finding.actual:
        lines.append(figures)
    lines += [markdown(places(place), WHOLE) for place in finding.places]
    if finding.statement_zh:
        statement = finding.statement_zh if zh else finding.statement_en
        lines.append(words.meant.format(rule=markdown(statement), basis=markdown(basis_in(finding.basis, zh))))
    if finding.waiver:
        lines.append(words.explained + markdown(finding.waiver, WHOLE))
    return "\n  - ".join(lines)


def _reconciliation(rows: Rows, found: Sequence[Finding], words: Words) -> str:
    count = Counter(row["outcome"] for row in rows["check_results"])
    summary = words.counts.format(
        total=count.total(),
        passed=count["pass"],
        rounding=count["rounding"],
        fail=count["fail"],
        na=count["not_applicable"],
    )
    failing = {f.rule_id for f in found}
    ran = dict.fromkeys(row["rule_id"] for row in rows["check_results"] if row["outcome"] in ("pass", "rounding"))
    kept = words.listed.join(f"`{rule}`" for rule in ran if rule not in failing)
    summary += f"\n\n{words.kept}{kept or words.nothing}"
    if not found:
        return f"{words.rules_head}\n\n{summary}\n\n{words.none_failed}"
    items = [_finding(f, words) for f in found[:MOST]]
    if len(found) > MOST:
        items.append(words.more.format(len(found) - MOST, "check_results"))
    listed = "\n".join(items)
    return f"{words.rules_head}\n\n{summary}\n\n{words.failed}\n\n{listed}"


def _issue(row: Mapping[str, str], vocabulary: Vocabulary, words: Words) -> str:
    zh = words is ZH
    table = vocabulary.tables.get(row["resource"])
    where = words.page.format(row["page"]) if row["page"] else words.line.format(row["line"]) if row["line"] else ""
    title = (table.title if zh else table.title_en) if table else ""
    place = (" ".join if zh else ", ".join)(part for part in (title, where) if part)
    message = markdown(row["message_zh"] if zh else row["message_en"])
    explained = f"\n  - {words.explained}{markdown(row['waiver'], WHOLE)}" if row["waiver"] else ""
    return f"- {message}" + ((f"（{place}）" if zh else f" ({place})") if place else "") + explained


def _issues(rows: Rows, vocabulary: Vocabulary, words: Words) -> str:
    items = [_issue(row, vocabulary, words) for row in rows["issues"][:MOST]]
    if len(rows["issues"]) > MOST:
        items.append(words.more.format(len(rows["issues"]) - MOST, "issues"))
    return f"{words.issues}\n\n" + ("\n".join(items) or words.no_issues)


def _eye(rows: Rows, vocabulary: Vocabulary, words: Words) -> list[str]:
    """The recognised figures to look at; nothing where the file has text, or all is confirmed."""
    found = unconfirmed(rows, vocabulary)
    items = [f"- {markdown(figure.zh if words is ZH else figure.en)}" for figure in found[:MOST]]
    if len(found) > MOST:
        items.append(words.more.format(len(found) - MOST, "cell_sources"))
    return [words.eye + "\n\n" + "\n".join(items)] if found else []


def _tables(rows: Rows, vocabulary: Vocabulary, words: Words) -> str:
    language = 0 if words is ZH else 1
    rule = "|---|---|---|--:|--:|--:|--:|--:|"
    return "\n".join([words.table_head, rule, *_table_rows(rows, vocabulary, language)])


CONTENTS = {
    "tables": ("报表", "tables"),
    "narrative": ("文字说明", "narrative"),
    "both": ("报表和文字说明", "tables and narrative"),
    "attachments": ("附件", "attachments"),
    "unreadable": ("无法读取", "cannot be read"),
}


def _files(rows: Rows, raw_paths: Sequence[str], language: int) -> str:
    """The files of a disclosure that has several; empty for one, which is named above."""
    files = rows["source_files"]
    heading = ("## 原文件", "## Source files")[language]
    unit = ("字节", "bytes")[language]
    items = [
        f"{file['source_number']}. [{markdown(file['source_name'])}]({path}) — "
        f"{CONTENTS[file['contents']][language] if file['contents'] else ''} "
        f"({file['source_bytes']} {unit}, SHA-256 `{file['source_sha256']}`)"
        for file, path in zip(files, raw_paths, strict=True)
    ]
    return f"{heading}\n\n" + "\n".join(items) if len(files) > 1 else ""


VERSIONS_ZH = """\
## 版本

这份公开文件曾重新公布，本数据包为第 {} 版；改动格数与上一版本相比。

| 版本 | 公布日期 | 原文件 | 新增格 | 删除格 | 改动格 |
|--:|---|---|--:|--:|--:|"""
VERSIONS_EN = """\
## Versions

This disclosure was published more than once; the package holds version {}. Cells are counted against the one before.

| Version | Published | Source | Cells added | Cells removed | Cells changed |
|--:|---|---|--:|--:|--:|"""


def _versions(rows: Rows, language: int) -> str:
    """The versions of a disclosure that was published more than once; empty for one that was not."""
    versions = rows["revisions"]
    names = ("revision_number", "published_on", "source_name", "cells_added", "cells_removed", "cells_changed")
    lines = ["| " + " | ".join(markdown(version[name]) for name in names) + " |" for version in versions]
    head = (VERSIONS_ZH, VERSIONS_EN)[language].format(len(versions))
    return "\n".join([head, *lines]) if len(versions) > 1 else ""


def _about_zh(row: Mapping[str, str], title: str, raw_path: str) -> str:
    address = f"来源网址：{markdown(row['source_url'])}。" if row["source_url"] else ""
    return (
        f"# {markdown(title)}\n\n"
        f"本数据包把这份公开文件中的标准表、项目支出绩效目标表和文字说明转为 CSV。金额单位一律为元；空白为空值，"
        f"不是零；每行注明原文位置和核对结论。文件说明见 [`datapackage.json`](datapackage.json)。\n\n"
        f"- 编号：`{row['disclosure_id']}`\n"
        f"- 原文件：[{markdown(row['source_name'])}]({raw_path})，{row['source_bytes']} 字节，"
        f"SHA-256 `{row['source_sha256']}`。{address}"
    )


def _about_en(row: Mapping[str, str], title: str, raw_path: str) -> str:
    address = f" Source address: {markdown(row['source_url'])}." if row["source_url"] else ""
    return (
        f"# {markdown(title)}\n\n"
        "The standard tables, the performance forms and the text of this disclosure as CSV. Every amount is in yuan "
        "(元); a blank is null, not zero; each row says where it is printed, each figure what the checks say of it. "
        "[`datapackage.json`](datapackage.json) describes every file.\n\n"
        f"- Identifier: `{row['disclosure_id']}`\n"
        f"- Source: [{markdown(row['source_name'])}]({raw_path}), {row['source_bytes']} bytes, "
        f"SHA-256 `{row['source_sha256']}`.{address}"
    )


def readme(rows: Rows, raw_paths: Sequence[str], vocabulary: Vocabulary) -> bytes:
    """The bytes of `README.md` from the rows of a package; whatever the document says is text, never markup."""
    row = rows["disclosures"][0]
    found = findings(rows, vocabulary)
    titles = (row["display_title"], row["display_title_en"])
    about = (_about_zh(row, titles[0], raw_paths[0]), _about_en(row, titles[1], raw_paths[0]))
    parts: list[str] = []
    for language, words in enumerate((ZH, EN)):
        note = (row["note_zh"], row["note_en"])[language]
        version = f"SHA-256 {row['source_sha256'][:16]}, yusuan {row['extractor_version']}"
        cite = f"{words.cite}\n\n> {markdown(titles[language])}. {row['disclosure_id']}, {version}, CC BY 4.0."
        lists = (_files(rows, raw_paths, language), _versions(rows, language))
        parts += [about[language], *([markdown(note, WHOLE)] if note else []), *filter(None, lists)]
        parts += [_tables(rows, vocabulary, words)]
        parts += [_reconciliation(rows, found, words), _issues(rows, vocabulary, words)]
        parts += [*_eye(rows, vocabulary, words), words.licence, cite]
    return ("\n\n".join(parts) + "\n").encode("utf-8")
