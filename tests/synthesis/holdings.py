"""Sections 十一 and 十二 of a fictitious narrative: vehicles, floor area, equipment, and what else there is to say."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.synthesis.statements import Figure, Paragraph, count, listed

USES = (
    "领导用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "事业单位业务用车",
    "其他公务用车",
)
NOTHING = ("无。", "本{kind}{year}年不涉及{what}。")
SERVICES = (
    "法律顾问服务，监督检查辅助服务，评审服务，课题研究服务。",
    "A0101公共安全隐患排查治理服务；B0502 12309政务热线服务。",
)


def holdings(rng: Random, entity: str, kind: str, year: int, driven: bool) -> list[tuple[Paragraph, ...]]:
    """Bodies of both sections; vehicles by use add up to those held, none unless they are `driven`."""
    asof = f"截至{year - 1}年12月31日，{entity}"
    held = rng.choice((0, 1, 3, 5, 17)) if driven else 0
    uses = [0] * len(USES)
    for _ in range(held):
        uses[rng.randrange(len(USES))] += 1
    each = [(name, count("vehicles_by_use", number, "辆")) for name, number in zip(USES, uses, strict=True)]
    area = rng.choice((f"{rng.randint(200, 9000)}", f"{rng.randint(20000, 900000) / 100:.2f}"))
    floor = Figure("office_area", "area", Decimal(area), "平方米", f"{area}平方米")

    def limit(money: int) -> Figure:
        return Figure(None, "amount", Decimal(money), "万元", f"{money}万元", optional=True)

    things = [
        (
            f"{asof if number == 0 else entity}占有使用价值", limit(money),
            f"（原值）以上的{'通用' if number == 0 or rng.random() < 0.5 else '专用'}设备",
            count(name, rng.choice((0, 0, 1, 4)), "台（套）"),
        )
        for number, (money, name) in enumerate(((50, "equipment_500k"), (100, "equipment_1m")))
    ]  # fmt: skip
    left, right = rng.choice((("（", "）"), ("(", ") ")))
    nothing = rng.choice(NOTHING)
    services = rng.choice((nothing, nothing, *SERVICES))
    return [
        (
            ("1、车辆情况：",),
            (
                f"{asof}共有公务用车编制", count("vehicles_authorised", held + rng.choice((0, 0, 1)), "辆"), "，实有",
                count("vehicles_held", held, "辆"), "，其中：", *listed(each, "，"), "。",
            ),
            ("2、房屋情况：",),
            (f"{asof}使用的办公用房建筑总面积", floor, "。"),
            ("3、其他国有资产占有使用情况：",),
            (*listed(things, "；"), "。"),
        ),
        (
            (f"{left}一{right}政府购买服务指导性目录",),
            (services.format(kind=kind, year=year, what="政府购买服务指导性目录"),),
            (f"{left}二{right}其他",),
            (nothing.format(kind=kind, year=year, what="其他说明"),),
        ),
    ]  # fmt: skip
