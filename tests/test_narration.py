"""From a lesson to its script: golden cases, directives, the ledger, and what must hold for any Markdown."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lessons import Case, golden_cases, lesson, narrated, shown, spoken

from audiobook.errors import ContentError
from audiobook.markdown import parse
from audiobook.model import Script
from audiobook.narration.parts import PART_TYPES

FOUND = sorted((Path(__file__).parent / "golden" / "lessons").glob("*.md"))
SPEAKABLE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*[,.?!]?")
MARKUP_SAID = re.compile(
    r"\b(?:asterisk|backtick|backquote|hashtag hash|colon colon|underscore|less than div|h t t p s?|curly|percent|"
    r"(?:open|close) (?:brace|bracket|parenthesis)|class equals|i d equals|slash slash|end ?(?:note|hint|tab|if))\b"
)
MARKUP_WRITTEN = re.compile(r"\{\{|\{%|:::|</?[A-Za-z]|\]\(|\*\*|\{[:#.]|\[\^|\[!|https?://")


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case.name)
def test_golden(case: Case) -> None:
    assert shown(narrated(case.markdown)) == case.expected


# -- lessons as other projects write them ---------------------------------------------------------------------


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_lessons_of_other_projects_pass_without_leak_or_loss(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    script = narrated(text)
    assert_sound(script, text)
    said = " ".join(utterance.spoken.lower() for utterance in script.utterances)
    assert not MARKUP_SAID.search(said)
    for utterance in script.utterances:
        assert utterance.kind == "code" or not MARKUP_WRITTEN.search(utterance.written)
    assert len(said.split()) > 60


# -- directives -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "line", "message"),
    [
        ("<!-- narrate: -->\n\nText.\n", 1, "says nothing"),
        ("Text.\n\n<!-- narrate: skpi -->\n\nText.\n", 3, "`skpi` is no directive"),
        ("<!-- narrate: pause -->\n\nText.\n", 1, "no duration"),
        ("<!-- narrate: pause 4 -->\n\nText.\n", 1, "no duration such as 4s"),
        ("<!-- narrate: pause 2min -->\n\nText.\n", 1, "longer than a minute"),
        ("<!-- narrate skip -->\n\nText.\n", 1, "needs a colon"),
        ("Text <!-- narrate: skip --> goes on.\n", 1, "amid text"),
        ("Text.\n\n<!-- narrate: skip -->\n", 3, "no block after it"),
        ("<!-- narrate: read -->\n\nText.\n", 1, "is for code"),
        ('Text.\n\n```py {narrate="bogus"}\nx\n```\n', 3, "`bogus` is no directive"),
    ],
)
def test_malformed_directives_are_reported(markdown: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as refused:
        narrated(markdown)
    (problem,) = refused.value.problems
    assert problem.path.endswith("/01-lesson.md")  # the file, as every other message names it
    assert problem.line == line
    assert message in problem.message


def test_all_malformed_directives_are_reported_at_once() -> None:
    with pytest.raises(ContentError) as refused:
        narrated("<!-- narrate: skpi -->\n\nText.\n\n<!-- narrate: pause -->\n\nText.\n")
    assert [problem.line for problem in refused.value.problems] == [1, 5]


def test_a_directive_crosses_into_the_next_section() -> None:
    assert spoken("Before.\n\n<!-- narrate: skip -->\n\n# Not said\n\nAfter.\n") == ["before.", "after."]


def test_levels_reach_code_within_lists_and_end_after_the_block() -> None:
    source = "```python\nprint(1)\n```\n"
    inside = "- Item.\n\n  ```python\n  print(1)\n  ```\n"
    announced = [
        u
        for u in narrated(f"<!-- narrate: announce -->\n\n{inside}\n{source}").utterances
        if u.kind == "code"
    ]
    assert "in the written lesson" in announced[0].spoken
    assert "in the written lesson" not in announced[1].spoken


def test_the_course_caps_the_detail_of_code() -> None:
    script = narrated("```python\nprint(1)\n```\n", code="announce")
    assert "in the written lesson" in script.utterances[0].spoken


# -- the script -----------------------------------------------------------------------------------------------


def test_code_and_quotes_have_their_own_roles() -> None:
    script = narrated("Text.\n\n> Said.\n\n```python\nprint(1)\n```\n")
    assert {(u.kind, u.role) for u in script.utterances} == {
        ("prose", "narrator"),
        ("quote", "narrator"),  # "Quote." and "End quote." are the narrator's
        ("quote", "quote"),
        ("code", "code"),
    }


def test_utterances_know_their_source_lines_and_keep_the_written_words() -> None:
    script = narrated("---\ntitle: Demo\n---\n\nUse `mix` on\ntwo lines.\n\n- An item.\n")
    first, second = script.utterances
    assert (first.line, first.end_line, first.written) == (5, 6, "Use mix on two lines.")
    assert (second.line, second.end_line, second.written) == (8, 8, "An item.")
    assert all(first.written[w.start : w.end] for w in first.words)


def test_what_is_said_for_a_number_keeps_the_number_in_the_transcript() -> None:
    (utterance, _) = narrated("1. Install it.\n2. Run it.\n").utterances
    assert utterance.written == "1. Install it."
    assert utterance.spoken.lower() == "step one, install it."


def test_settings_decide_the_pauses() -> None:
    pauses = {"heading_2": 4000, "paragraph": 50, "thematic_break": 6000}
    script = narrated("One.\n\nTwo.\n\n---\n\nThree.\n\n## Four\n", pauses=pauses)
    assert [utterance.pause_ms for utterance in script.utterances] == [50, 6000, 4000, 1000]


def test_a_title_that_no_heading_says_is_announced() -> None:
    def said(markdown: str) -> list[str]:
        return [utterance.spoken for utterance in narrated(markdown, title="Many Owners").utterances]

    assert said("Text.\n") == ["Many Owners.", "Text."]
    assert said("# Many Owners\n\nText.\n") == ["Many Owners.", "Text."]
    assert said("# Another title\n\nText.\n") == ["Another title.", "Text."]


def test_details_are_chapters_of_their_own() -> None:
    details = "<details>\n<summary>Why?</summary>\n\nBecause.\n\n</details>\n"
    script = narrated(f"## Rules\n\nOne.\n\n{details}\nTwo.\n\n{details}")
    assert [(section.id, section.title) for section in script.sections] == [
        ("rules", "Rules"),
        ("rules-optional", "Optional: Why?"),
        ("rules-continued", "Rules, continued"),
        ("rules-optional-2", "Optional: Why?"),
    ]


def test_a_footnote_knows_where_it_is_written() -> None:
    script = narrated("Text.[^a]\n\nMore.\n\n[^a]: A short note.\n")
    assert [(u.kind, u.line) for u in script.utterances] == [("prose", 1), ("note", 5), ("prose", 3)]


def test_an_abbreviation_is_explained_once_a_lesson() -> None:
    abbreviation = '<abbr title="Domain Name System">DNS</abbr>'
    said = " ".join(spoken(f"The {abbreviation} is slow.\n\nThe {abbreviation} is old.\n"))
    assert said.count("domain name system") == 1


def test_the_same_lesson_gives_the_same_script() -> None:
    text = FOUND[0].read_text(encoding="utf-8")
    assert narrated(text) == narrated(text)


# -- what must hold for any Markdown --------------------------------------------------------------------------

FRAGMENTS = (
    "# ", "## 1. T\n", "- ", "1. ", "> ", "* ", "\n", "\n\n", "    ", "```", "```py\n", "~~~",
    "|a|b|\n|-|-|\n", "|c|", "word ", "the code below ", "`x_y`", "**", "*", "_", "~~", "[a](b)", "[^1]",
    "[^1]: note", "^[in]", "<div>", "</div>", "<details>", "<summary>s</summary>", "</details>",
    "<!-- narrate: skip -->", "<!-- narrate: pause 2s -->", "<!-- c -->", "::: note", "\n:::\n",
    "!!! tip\n", "\n    x", "$x^2$", "$$", "---", "===", "![alt](x.png)", "![](y)", "<kbd>A</kbd>",
    "<table><tr>", "<td>", "</table>", "<ul><li>", "<pre>", "{: .note}", "{#id}", "[x] ", "term\n: def\n",
    "&amp;", "\\", "`", "<br>", "https://a.b/c", "✅", "42", "3.14", "\u200b", "é", "漢字", "\t", "\x0c",
    "\u2028", ".. note:: x\n", '=== "T"\n', "<script>", "<h2>", "> [!NOTE]\n> x\n", "[a]: u\n",
    "```mermaid\ngraph TD\nA-->B\n", "{{< x >}}\n", "[TOC]", "{% highlight x %}\n", "(", ")", "[", "]", "!",
    "?", ".", ",", ":", ";", "<Note>\n", "</Note>\n", "<A b={1} />", "{% note %}\n", "{% endnote %}\n", "{{ x }}",
    '{{< tab "a" >}}', "{{< /tab >}}\n", "{/* c */}\n", "/// note\n", "///\n", ":::row:::\n", ":::row-end:::\n",
    "```{list-table}\n* - a\n  - b\n```\n", "```{note}\n", "(l)=\n", "% c\n", "+++\n", "[source]\n----\n", "----\n",
    ": c\n", "[!NOTE] ", "`x`{.a}", "@fig-a ", "[a][b]", "[a](b c.md)", "# [a](#tab/b)\n", "image::a[b]\n",
)  # fmt: skip
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6)
DOCUMENTS = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), PLAIN), max_size=40
).map(lambda parts: "Intro.\n\n" + "".join(parts))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_markdown_gives_a_sound_script_or_a_content_error(markdown: str) -> None:
    try:
        script = narrated(markdown)
    except ContentError:
        return
    assert_sound(script, markdown)


def assert_sound(script: Script, markdown: str) -> None:
    """Only words and `, . ? !` are said, lines lie within the file, and the ledger has every block."""
    last = markdown.count("\n") + 1
    for utterance in script.utterances:
        assert utterance.words
        assert utterance.spoken[-1] in ".?!"
        assert 1 <= utterance.line <= utterance.end_line <= last
        assert all(0 <= word.start <= word.end <= len(utterance.written) for word in utterance.words)
        assert all(SPEAKABLE.fullmatch(word.text) or not word.text.isascii() for word in utterance.words)
    assert [entry.line for entry in script.ledger] == sorted(entry.line for entry in script.ledger)
    assert all(1 <= entry.line <= entry.end_line <= last for entry in script.ledger)
    entered = {entry.line for entry in script.ledger}
    for section in lesson(markdown).sections:
        for block in section.blocks:
            assert block.line in entered
            for node in block.node.walk():
                if node.map and node.block and not node.children and node.type not in PART_TYPES:
                    assert min(node.map[0] + 1, block.end_line) in entered


@pytest.mark.parametrize(
    "markdown",
    [
        "A sentence of words. " * 4_000,
        "- item\n" * 3_000,
        "1. Run it.\n" * 3_000,
        "See the code below.\n\n" * 1_500,
        "|a|b|\n|-|-|\n" + "|c|1|\n" * 5_000,
        "a **b**  \n" * 3_000,
        "a[^1] b " * 3_000 + "\n\n[^1]: x y\n",
        "<details>\n\nx\n\n</details>\n\n" * 800,
        "- a\n  - b\n    - c\n" * 700,
        "<Note>\n\nx\n\n</Note>\n\n" * 1_500,
        "<Box>\n\nx\n\n" * 2_000 + "</Box>\n",
        "{% note %}\nx\n\n" * 2_000 + "{% endnote %}\n",
        "{{< x " * 10_000,
        "![a](b)\nText.\n" * 3_000,
        "The code above and the above code. " * 1_500,
        "[a][b] and @fig-c " * 3_000,
    ],
    ids=lambda markdown: markdown[:12],
)
def test_time_is_linear(markdown: str) -> None:
    """Each takes about a second; what is quadratic takes minutes."""
    start = time.perf_counter()
    narrated(markdown)
    assert time.perf_counter() - start < 20


def test_nesting_within_the_limit_is_no_trouble() -> None:
    for markdown in ("> " * 48 + "x", "- " * 24 + "x", "::: note\n" * 48 + "x", "> - " * 16 + "x"):
        assert spoken(f"Intro.\n\n{markdown}\n")


def test_every_construct_has_a_rule_and_a_golden_case() -> None:
    from audiobook.narration.blocks import RULES

    seen = {node.type for case in golden_cases() for node in parse(case.markdown).walk()}
    never_parsed_at_top = {"inline", "list_item", "math_block_label", ""}
    assert set(RULES) - never_parsed_at_top <= seen
