"""The unit of each table: as printed, as other tables confirm it, and as the narrative contradicts it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipelines.model import CheckResult, Issue, Line, RawTable, Section, Sections
from pipelines.values import parse_amount, squeeze
from pipelines.vocabulary import Vocabulary

Factors = Mapping[str, int | None]
"""Resource → yuan per printed unit; None where no unit is known."""


_TELLING = Decimal(100)
_ENOUGH = 2


def printed_factors(sections: Sections, vocabulary: Vocabulary) -> dict[str, int | None]:
    """Yuan per unit as each table prints it; None where it prints none, or several."""
    units = vocabulary.wording["units"]
    return {s.resource: units.get(s.printed_unit) if s.printed_unit else None for s in sections.tables}


def tried_factors(printed: Factors) -> dict[str, int | None]:
    """The printed factors, and for tables without one the unit of all others, to be confirmed by their figures."""
    known = {factor for factor in printed.values() if factor}
    common = known.pop() if len(known) == 1 else None
    return {resource: factor or common for resource, factor in printed.items()}


def confirmed_factors(tried: Factors, printed: Factors, results: Sequence[CheckResult]) -> dict[str, int | None]:
    """The tried factors without those that no figure of a table with a printed unit confirms."""
    assumed = {resource for resource, factor in tried.items() if factor and not printed[resource]}
    return {r: None if r in assumed and not _confirmed(r, results, assumed) else f for r, f in tried.items()}


def _confirmed(resource: str, results: Sequence[CheckResult], assumed: set[str]) -> bool:
    across = [
        result
        for result in results
        if result.severity == "error"
        and result.equality
        and result.actual
        and resource in (named := {ref.resource for ref in (*result.subject, *result.terms)})
        and named - assumed
    ]
    outcomes = {result.outcome for result in across}
    return bool(outcomes & {"pass", "rounding"}) and "fail" not in outcomes


def unit_issues(
    sections: Sections, raw: Mapping[str, RawTable], printed: Factors, vocabulary: Vocabulary
) -> list[Issue]:
    """What is odd about the unit of each table: not printed, printed twice, unlike the others, unlike the narrative."""
    own = {s.resource: vocabulary.layout(s.resource, s.form).unit for s in sections.tables}
    common = [s.resource for s in sections.tables if s.printed_unit != own[s.resource]]
    usual = Counter(factor for resource in common if (factor := printed[resource])).most_common(1)
    stated = stated_yuan(sections.prose, vocabulary.wording["units"])
    issues = []
    for section in sections.tables:
        factor = printed[section.resource]
        if factor is None:
            issues.append(_no_unit(section))
            continue
        if section.resource in common and factor != usual[0][0]:
            zh, en = "与其他表不同", "most others are not"
            issues.append(_odd_unit(section, "unit_differs", "warning", zh, en))
        other = contradicting_factor(raw[section.resource], factor, stated, vocabulary.wording["units"].values())
        if other:
            name = next(unit for unit, value in vocabulary.wording["units"].items() if value == other)
            zh, en = f"正文却以“{name}”写出同样的数字", f"the narrative states the same figures in {name}"
            issues.append(_odd_unit(section, "unit_contradicted", "error", zh, en))
    return issues


def _odd_unit(section: Section, code: str, severity: str, zh: str, en: str) -> Issue:
    return Issue(
        code,
        f"本表单位为“{section.printed_unit}”，{zh}",
        f"this table is in {section.printed_unit}, {en}",
        "error" if severity == "error" else "warning",
        section.resource,
        printed=section.printed_unit,
    )


def _no_unit(section: Section) -> Issue:
    code, zh, en = "unit_not_printed", "本表未印单位", "no unit is printed"
    if section.printed_unit:
        code, zh, en = "unit_contradicted", f"本表印有不同单位：{section.printed_unit}", "several units are printed"
    return Issue(
        code,
        f"{zh}；只有其数字与印有单位的表一致时才予换算",
        f"{en}; figures are converted only where they agree with a table that prints one",
        "warning",
        section.resource,
        printed=section.printed_unit,
    )


def stated_yuan(lines: Iterable[Line], units: Mapping[str, int]) -> frozenset[Decimal]:
    """Every figure that the prose states with a unit, in yuan. Lines are joined: a text layer breaks them anywhere."""
    names = "|".join(sorted(units, key=len, reverse=True))
    text = "".join(squeeze(line.text) for line in lines if "\t" not in line.text)
    found = re.finditer(rf"(?<![0-9.,])([0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)({names})", text)
    return frozenset(Decimal(match[1].replace(",", "")) * units[match[2]] for match in found)


def contradicting_factor(raw: RawTable, factor: int, stated: frozenset[Decimal], units: Iterable[int]) -> int | None:
    """Yuan per unit under which figures of the table are stated in the prose, where under the printed unit none is.

    None where the printed unit is borne out, or where the prose says too little. Small figures tell nothing.
    """
    amounts = {amount for row in raw.rows for cell in row.amounts if (amount := _telling(cell.text)) is not None}

    def agreeing(unit: int) -> int:
        return sum(amount * unit in stated for amount in amounts)

    if agreeing(factor):
        return None
    other = max(units, key=agreeing)
    return other if agreeing(other) >= _ENOUGH else None


def _telling(text: str) -> Decimal | None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return None
    return amount if amount >= _TELLING else None
