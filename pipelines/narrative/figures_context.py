"""What the paragraphs above one say of its figures: the topic of their section, a heading, what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.narrative.figures_clauses import Reading
from pipelines.narrative.figures_scope import NOTHING_TOLD, Scope, carried
from pipelines.narrative.figures_statements import topic_of
from pipelines.narrative.headings import LONGEST, begins_item, without_item
from pipelines.narrative.model import Passage

_ENDS = frozenset("。：:，；")


@dataclass(frozen=True)
class Context:
    """`titled`: the section's own heading tells the `topic`; `above`: a paragraph right above that is a heading."""

    scope: Scope = NOTHING_TOLD
    topic: str | None = None
    titled: bool = False
    above: str | None = None
    last: Passage | None = None


def entered(context: Context, passage: Passage, reading: Reading) -> Context:
    """The context of the figures of a passage, after those of the passages before it.

    Where the heading of a section tells no topic (`其他重要事项说明`), those of its items do.
    """
    if context.last and _section(context.last) == _section(passage):
        scope = carried(context.scope, context.last.text)
    else:
        heading = (passage.heading or "").replace(reading.entity or "\0", "")
        topic = topic_of(heading, reading.words)
        context, scope = Context(topic=topic, titled=topic is not None), NOTHING_TOLD
    title = _title(passage.text.strip())
    topic = context.topic if context.titled else topic_of(title, reading.words) or context.topic
    above = title if title == passage.text.strip().rstrip("。：:") else None
    if scope.title != (title or context.above):
        scope = replace(scope, title=title or context.above)
    return Context(scope, topic, context.titled, above, passage)


def _section(passage: Passage) -> tuple[int, str | None, str | None]:
    return passage.source_number, passage.section, passage.heading


def _title(text: str) -> str | None:
    """The heading of an item, on a line of its own or before a sentence (`（一）机关运行经费。2024年…`)."""
    if not begins_item(text):
        return None
    end = next((i for i, character in enumerate(text[: LONGEST + 1]) if character in _ENDS), len(text))
    return text[:end] if end <= LONGEST and not any(c.isdigit() for c in without_item(text[:end])) else None
