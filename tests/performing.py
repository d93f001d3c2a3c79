"""Performance forms written down for tests: their rows as tabs or as ruled cells, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.model import Box, Document, Line, RawCell, Sections, Source, TypedRow, TypedTable
from pipelines.performance import Forms, forms_of
from pipelines.pieces import Piece
from pipelines.vocabulary import vocabulary

TITLE = "云州县县(区)级预算部门（单位）项目支出绩效目标表"
YEAR = "（2024年度）"
HEAD = (
    "项目名称\t\t防汛物资购置\t\t\t\t\t",
    "主管部门及代码\t\t018-云州县水利局\t\t实施单位\t\t云州县防汛中心\t",
    "项目属性\t\t一次性项目（1年结束）\t\t项目期\t\t1年\t",
)
FUNDS = (
    "项目资金 （元）\t实施期资金总额：\t360,000\t\t年度资金总额：\t120,000.50\t\t",
    "\t其中：中央财政资金\t0\t\t其中：中央财政资金\t0\t\t",
    "\t省级财政资金\t60,000\t\t省级财政资金\t20,000\t\t",
    "\t市县（区）财政资金\t300,000\t\t市县（区）财政资金\t100,000.50\t\t",
    "\t单位自筹\t0\t\t单位自筹\t0\t\t",
    "\t其他资金\t\t\t其他资金\t\t\t",
)
TEXTS = (
    "项目概况\t\t购置防汛物资\t\t\t\t\t",
    "立项依据\t\t防汛预案\t\t\t\t\t",
    "项目设立必要性\t\t保障安全度汛\t\t\t\t\t",
    "保证项目实施的制度、措施\t\t专款专用\t\t\t\t\t",
    "项目实施计划\t\t6月底前购置\t\t\t\t\t",
)
GOALS = ("实施期目标\t\t\t\t年度目标\t\t\t", "总体目标\t\t三年备齐\t\t\t当年备齐三分之一\t\t")
COLUMNS = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值"
INDICATORS = (
    "\t产出指标\t数量指标\t编织袋数量\t≥3000条\t数量指标\t编织袋数量\t≥1000条",
    "\t\t质量指标\t验收合格率\t100%\t质量指标\t验收合格率\t100%",
    "\t效益指标\t经济效益指标\t\t\t经济效益指标\t\t",
    "\t满意度指标\t服务对象满意度指标\t群众满意度\t≥95%\t服务对象满意度指标\t群众满意度\t≥90%",
)
FOOT = ("负责人：\t张三\t经办人：\t李四\t联系电话：\t0352-1234567\t填报日期：\t20231019151959",)


def form(
    head: Sequence[str] = HEAD,
    funds: Sequence[str] = FUNDS,
    texts: Sequence[str] = TEXTS,
    goals: Sequence[str] = GOALS,
    columns: str = COLUMNS,
    indicators: Sequence[str] = INDICATORS,
    foot: Sequence[str] = FOOT,
) -> list[str]:
    """The lines of a form, with parts of it replaced."""
    return [TITLE, "", YEAR, "", *head, *funds, *texts, *goals, columns, *indicators, *foot]


def tabbed(lines: Iterable[str], ends_mid_line: bool = False) -> Piece:
    """A file of lines in which tabs part the cells."""
    return piece([Line(number, text) for number, text in enumerate(lines, 1)], ends_mid_line)


def ruled(pages: Sequence[Sequence[str]], width: float = 60) -> Piece:
    """A file whose cells are told apart, page by page; lines without a tab stand outside tables."""
    lines: list[Line] = []
    for page, texts in enumerate(pages, 1):
        for text in texts:
            number = len(lines) + 1
            cells = [
                RawCell(t, t, number, page, box_of(at, width) if t else None) for at, t in enumerate(text.split("\t"))
            ]
            lines.append(Line(number, text, page, tuple(cells) if "\t" in text else ()))
    return piece(lines)


def box_of(column: int, width: float) -> Box:
    return (column * width, 0, (column + 1) * width - 5, 10)


def piece(lines: Sequence[Line], ends_mid_line: bool = False) -> Piece:
    source = Source("form.txt", "0" * 64, 1, "text/plain")
    return Piece(Document(source, tuple(lines), ends_mid_line), Sections((), (), ()), None)


def read(*pieces: Piece, projects: Sequence[Mapping[str, Any]] = ()) -> Forms:
    rows = tuple(
        TypedRow(number, None, {"row_kind": "project", "unit_name": None, "amount": None, **values}, ())
        for number, values in enumerate(projects, 1)
    )
    return forms_of(pieces, {"projects_current_year": TypedTable("projects_current_year", rows)}, vocabulary())


def target(forms: Forms, number: int = 1) -> Mapping[str, object]:
    """The values of one form that are not null."""
    values = forms.tables["performance_targets"].rows[number - 1].values
    return {name: value for name, value in values.items() if value is not None}


def amounts(forms: Forms) -> dict[str, Decimal]:
    return {name: value for name, value in target(forms).items() if isinstance(value, Decimal)}


def indicators(forms: Forms) -> list[str]:
    """Each indicator as `half level1 level2 level3 target`, `-` where nothing is."""
    columns = ("period", "level1", "level2", "level3", "target_value")
    rows = forms.tables["performance_indicators"].rows
    return [" ".join(str(row.values[column] or "-") for column in columns) for row in rows]


def codes(forms: Forms) -> list[str]:
    """The codes of the Issues but that no project table is there to link a form to."""
    return [issue.code for issue in forms.issues if issue.code != "form_without_project"]
