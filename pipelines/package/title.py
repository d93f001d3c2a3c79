"""What a disclosure is called: by hand, as printed, or from what was read of it."""

from __future__ import annotations

from pipelines.model import Identity
from pipelines.package.settings import Settings

KINDS = {
    ("department", "budget"): ("部门预算", "Department budget"),
    ("unit", "budget"): ("单位预算", "Unit budget"),
    ("department", "final_accounts"): ("部门决算", "Department final accounts"),
    ("unit", "final_accounts"): ("单位决算", "Unit final accounts"),
    (None, "budget"): ("预算公开", "Budget disclosure"),
    (None, "final_accounts"): ("决算公开", "Final accounts disclosure"),
}


def titles(identity: Identity, settings: Settings) -> tuple[str, str]:
    """The title in Chinese and in English: by hand, as printed, or from what was read."""
    zh, en = KINDS[identity.entity_kind, identity.report_type]
    year = f"{identity.fiscal_year}年" if identity.fiscal_year else ""
    name = identity.entity_name or identity.disclosure_id
    of_year = f", {identity.fiscal_year}" if identity.fiscal_year else ""
    return settings.title or identity.title or f"{name}{year}{zh}", settings.title_en or f"{en} of {name}{of_year}"
