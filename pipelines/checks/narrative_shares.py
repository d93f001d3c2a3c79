"""Percentages of the text: right if some true value of the rounded figures beside them gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from pipelines.checks.ledger import Cell, Entry, Ledger
from pipelines.checks.narrative import STATED, Read, figure, latest, partner, read, stated
from pipelines.checks.narrative_sums import DIRECTION_UNKNOWN, PARTS_NOT_STATED, SIGNS, parts_of
from pipelines.checks.reasons import NOT_STATED, Reason, not_applicable, severity
from pipelines.checks.wording import money_en, money_zh, said
from pipelines.model import CheckResult, Outcome
from pipelines.vocabulary import Rule

AMOUNT_NOT_STATED = Reason("amount_not_stated", "文中未说明对应金额", "the text does not state the amounts behind it")
WHOLE_IS_ZERO = Reason("whole_is_zero", "基数为零", "the base is zero")
SHOWN = Decimal("0.0001")
Interval = tuple[Decimal, Decimal]


def _around(cells: Sequence[Cell]) -> Interval | None:
    """Between which values the true sum of printed figures lies."""
    if any(cell.value is None or cell.half is None or cell.doubtful for cell in cells):
        return None
    value = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    half = sum((cell.half for cell in cells if cell.half is not None), Decimal(0))
    return value - half, value + half


def _percent(part: Interval, whole: Interval, sign: int | None) -> Interval | None:
    """Between which percentages the part, or with a sign the change, may be; None where the base may be nothing."""
    found = []
    for some, all_ in product(part, whole):
        base = all_ if sign is None else all_ - sign * some
        if base <= 0:
            return None
        found.append(some / base * 100)
    return min(found), max(found)


def _judge(printed: Cell, bounds: Interval) -> Outcome:
    """One unit of the last place is what is lost when a figure is cut instead of rounded, or made to add up to 100."""
    assert printed.value is not None
    assert printed.half is not None
    for times, outcome in ((1, "pass"), (2, "rounding")):
        reach = printed.half * times
        if bounds[0] - reach <= printed.value <= bounds[1] + reach:
            return "pass" if outcome == "pass" else "rounding"
    return "fail"


def _shown(bounds: Interval) -> str:
    low, high = (f"{bound.quantize(SHOWN):f}" for bound in bounds)
    return f"{low}%" if low == high else f"{low}%–{high}%"


def _result(rule: Rule, entry: Entry, terms: Sequence[Cell], bounds: Interval, words: tuple[str, str]) -> CheckResult:
    """The percentage against what its amounts allow; `words` are how it is reckoned from them."""
    cell = figure(entry)
    outcome = _judge(cell, bounds)
    zh, en = f"相符：{words[0]}。", f"The percentage agrees: {words[1]}."
    if outcome != "pass":
        verb = (
            ("不等于", "is not")
            if outcome == "fail"
            else ("与之相差末位一个单位：", "is one unit of the last place from")
        )
        zh = f"{said(entry, False)}刊印 {cell.value}%，{verb[0]} {words[0]} = {_shown(bounds)}。"
        en = f"{said(entry, True)} prints {cell.value}%, which {verb[1]} {words[1]} = {_shown(bounds)}."
    refs = tuple(term.ref for term in terms)
    return CheckResult(
        rule.id, outcome, severity(rule), STATED, (cell.ref,), refs, message_zh=zh, message_en=en, equality=True
    )


def _silent(rule: Rule, entry: Entry, reason: Reason) -> CheckResult:
    return not_applicable(rule, STATED, reason, (figure(entry).ref,), equality=True)


def _total(cells: Sequence[Cell]) -> Decimal:
    return sum((cell.value for cell in cells if cell.value is not None), Decimal(0))


def _share(rule: Rule, entry: Entry, part: Cell, whole: Sequence[Cell]) -> CheckResult:
    around = _around([part]), _around(whole)
    bounds = _percent(around[0], around[1], None) if around[0] and around[1] else None
    if bounds is None or figure(entry).half is None:
        return _silent(rule, entry, WHOLE_IS_ZERO if around[1] else AMOUNT_NOT_STATED)
    assert part.value is not None
    words = (
        f"{money_zh(part.value)} ÷ {money_zh(_total(whole))}",
        f"{money_en(part.value)} / {money_en(_total(whole))}",
    )
    return _result(rule, entry, [part, *whole], bounds, words)


def _wholes(rule: Rule, ledger: Ledger, entry: Entry) -> Iterator[Sequence[Cell]]:
    """What the share may be of: a statement before it, or cells of the tables."""
    for reading in rule.spec["of"]:
        if "statement" in reading:
            whole = latest(entry, stated(ledger, reading["statement"]))
            if whole is not None:
                yield [figure(whole)]
        else:
            found: Read = read(ledger, rule, reading)
            if found.reason is None and not found.minus:
                yield [cell for cell in found.plus if cell.value is not None]


def stated_share(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A share is its amount by the whole: that of one of the readings."""
    for statement in rule.spec["statements"]:
        shares = stated(ledger, statement, "share_percent")
        if not shares:
            yield not_applicable(rule, STATED, NOT_STATED)
        for entry in shares:
            part = latest(entry, stated(ledger, statement))
            results = [_share(rule, entry, figure(part), w) for w in _wholes(rule, ledger, entry) if w] if part else []
            order = ("pass", "rounding", "not_applicable", "fail")
            first = min(results, key=lambda result: order.index(result.outcome), default=None)
            yield first or _silent(rule, entry, AMOUNT_NOT_STATED)


def stated_shares(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The shares of all parts of a whole add up to 100, where their amounts add up to it."""
    for case in rule.spec["cases"]:
        wholes = stated(ledger, case["total"])
        if not wholes:
            yield not_applicable(rule, STATED, NOT_STATED)
            continue
        amounts = [e for part in parts_of(ledger, wholes[-1], case["parts"], "amount") for e in part]
        shares = [e for part in parts_of(ledger, wholes[-1], case["parts"], "share_percent") for e in part]
        whole, parts = _around([figure(wholes[-1])]), _around([figure(e) for e in amounts])
        around = _around([figure(e) for e in shares])
        complete = whole and parts and parts[0] <= whole[1] and whole[0] <= parts[1] and whole[0] > 0
        if not complete or len(shares) != len(amounts) or around is None:
            yield not_applicable(rule, STATED, PARTS_NOT_STATED)
            continue
        total = _total([figure(e) for e in shares])
        refs = tuple(figure(e).ref for e in shares)
        if total == 100:
            yield CheckResult(
                rule.id, "pass", severity(rule), STATED, refs, message_zh="相符。", message_en="100 percent."
            )
            continue
        outcome: Outcome = "rounding" if around[0] <= 100 <= around[1] else "fail"
        zh = f"{said(shares[0], False)}等 {len(shares)} 项占比之和为 {total}%，而金额之和等于总数。"
        en = f"The {len(shares)} shares from {said(shares[0], True)} on make {total}%, their amounts the whole."
        yield CheckResult(rule.id, outcome, severity(rule), STATED, refs, message_zh=zh, message_en=en)


def _sign(*entries: Entry) -> int | None:
    """The direction that a change and its percentage are said to have; None where they say none or two."""
    said_ = {SIGNS[d] for e in entries if (d := str(e.row.values.get("direction"))) in SIGNS}
    return said_.pop() if len(said_) == 1 else None


def stated_change(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The percentage of a change is the change by what the figure was before: the figure less its change."""
    for (_, measure), entries in ledger.stated.items():
        for entry in entries if measure == "change_percent" else ():
            change = partner(entry, ledger, "change_amount")
            whole = partner(change, ledger, "amount") if change else None
            yield _change(rule, entry, change, whole)
    if not any(measure == "change_percent" for _, measure in ledger.stated):
        yield not_applicable(rule, STATED, NOT_STATED)


def _change(rule: Rule, entry: Entry, change: Entry | None, whole: Entry | None) -> CheckResult:
    if change is None or whole is None or figure(entry).half is None:
        return _silent(rule, entry, AMOUNT_NOT_STATED)
    sign = _sign(entry, change)
    if sign is None:
        return _silent(rule, entry, DIRECTION_UNKNOWN)
    some, all_ = figure(change), figure(whole)
    around = _around([some]), _around([all_])
    bounds = _percent(around[0], around[1], sign) if around[0] and around[1] else None
    if bounds is None or some.value is None or all_.value is None:
        return _silent(rule, entry, WHOLE_IS_ZERO)
    base = all_.value - sign * some.value
    words = f"{money_zh(some.value)} ÷ {money_zh(base)}", f"{money_en(some.value)} / {money_en(base)}"
    return _result(rule, entry, [some, all_], bounds, words)


def stated_direction(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A change and its percentage go the same way."""
    checked = False
    for (_, measure), entries in ledger.stated.items():
        for entry in entries if measure == "change_percent" else ():
            change = partner(entry, ledger, "change_amount")
            ways = [str(e.row.values.get("direction")) for e in (change, entry) if e]
            if change is None or not all(way in SIGNS for way in ways):
                continue
            checked = True
            refs = figure(change).ref, figure(entry).ref
            if ways[0] == ways[1]:
                yield CheckResult(
                    rule.id, "pass", severity(rule), STATED, refs, message_zh="相符。", message_en="They agree."
                )
            else:
                zh = f"{said(change, False)}与其百分比的增减方向不一致。"
                en = f"{said(change, True)}: the amount and its percentage change in opposite ways."
                yield CheckResult(rule.id, "fail", severity(rule), STATED, refs, message_zh=zh, message_en=en)
    if not checked:
        yield not_applicable(rule, STATED, NOT_STATED)


def stated_prior(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """What a figure was before its increase is not negative."""
    checked = False
    for (_, measure), entries in ledger.stated.items():
        for change in entries if measure == "change_amount" else ():
            whole = partner(change, ledger, "amount")
            rose = change.row.values.get("direction") == "increase"
            if whole is None or not rose or figure(whole).value is None or figure(change).value is None:
                continue
            checked = True
            now, more = _around([figure(whole)]), _around([figure(change)])
            refs = figure(whole).ref, figure(change).ref
            outcome: Outcome = "pass"
            zh, en = "相符。", "The earlier figure is not negative."
            if now and more and now[1] < more[0]:
                outcome = "fail"
                zh = f"{said(change, False)}的增加额大于该数本身，上年数应为负数。"
                en = f"{said(change, True)}: the increase is greater than the figure, so the earlier one was negative."
            elif now and more and _total([figure(whole)]) < _total([figure(change)]):
                outcome = "rounding"
                zh, en = "在尾差范围内不为负数。", "Within rounding, the earlier figure is not negative."
            yield CheckResult(rule.id, outcome, severity(rule), STATED, refs, message_zh=zh, message_en=en)
    if not checked:
        yield not_applicable(rule, STATED, NOT_STATED)
