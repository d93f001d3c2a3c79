"""The PDFs that are measured: fictitious disclosures, typeset here, and the real ones where they are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.synthesis import tabbed
from tests.synthesis.editions import blocks, bold_pdf, pdf, watermarked_pdf
from tests.synthesis.model import fictitious
from tests.synthesis.style import Style
from tests.synthesis.typeset import Typesetter

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "disclosures"
SEEDS = (301, 302, 303)
LONG = 90
_FORM = [["绩效指标", "二级指标", "三级指标", "指标值"], *[["产出指标", "数量指标", "完成项目数量", "≥12个"]] * 30]


def typeset(folder: Path) -> list[Path]:
    """Three disclosures plain, with bold painted twice, and with a watermark."""
    made = []
    for seed in SEEDS:
        text = tabbed.render(fictitious(seed), Style(seed=seed))
        for name, edition in (("plain", pdf), ("bold", bold_pdf), ("watermarked", watermarked_pdf)):
            path = folder / f"{seed}-{name}.pdf"
            path.write_bytes(edition(text))
            made.append(path)
    return made


def long_disclosure(folder: Path) -> Path:
    """One disclosure of 90 pages: the tables, then performance forms."""
    pages = Typesetter()
    for block in blocks(tabbed.render(fictitious(SEEDS[0]), Style(seed=SEEDS[0]))):
        pages.line(block) if isinstance(block, str) else pages.table(block)
    while len(pages.pages) < LONG:
        pages.feed()
        pages.line("项目支出绩效目标表")
        pages.table(_FORM)
    path = folder / "long.pdf"
    path.write_bytes(pages.document())
    return path


def real() -> Sequence[Path]:
    """Published PDFs and editions of other producers; those of pictures alone have no text to measure."""
    return [path for path in sorted(REAL.glob("*/**/*.pdf")) if ".scan." not in path.name]
