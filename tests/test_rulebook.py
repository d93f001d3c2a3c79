"""The book of rules says what `metadata/rules.yml` says, whatever rules are added."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from pipelines.rulebook import TARGET, main, rulebook, tables_of
from pipelines.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent


def line_of(text: str, rule_id: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(f'| <a id="{rule_id}"></a>')]
    return line


def test_book_of_rules_is_current(words: Vocabulary) -> None:
    assert (ROOT / TARGET).read_text(encoding="utf-8") == rulebook(words)


def test_every_rule_stands_there_with_statement_formula_basis_and_severity(words: Vocabulary) -> None:
    text = rulebook(words)
    for rule in words.rules:
        line = line_of(text, rule.id)
        assert f"`{rule.kind}`" in line
        assert f" {rule.severity} |" in line
        for said in (rule.statement_zh, rule.statement_en, rule.formula):
            assert said.replace("<", "&lt;").replace("|", "\\|") in line, rule.id
        assert len(re.findall(r"(?<!\\)\|", line)) == 8, rule.id


def test_tables_of_a_rule_are_found_however_deep_it_names_them(words: Vocabulary) -> None:
    rule = replace(words.rules[0], spec={"cases": [{"left": [{"table": "notes"}], "right": {"t": "budget_summary"}}]})
    assert tables_of(rule, words) == ["budget_summary", "notes"]


def test_markup_of_a_rule_stays_text(words: Vocabulary) -> None:
    odd = replace(words.rules[0], formula="a < b | c")
    line = line_of(rulebook(replace(words, rules=(odd,))), odd.id)
    assert "a &lt; b \\| c" in line


def test_stale_book_of_rules_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    stale = tmp_path / "rules.md"
    stale.write_text("old", encoding="utf-8")
    result = CliRunner().invoke(main, ["--check", "-o", str(stale)])
    assert result.exit_code == 1
    assert stale.read_text(encoding="utf-8") == "old"
    assert CliRunner().invoke(main, ["-o", str(stale)]).exit_code == 0
    assert CliRunner().invoke(main, ["--check", "-o", str(stale)]).exit_code == 0
