"""How blocks of code are described. The golden files in `golden/code/` are prose that a lesson author can extend.

A case is a title (`## title`), a fenced block as it stands in a lesson, a line `Says:` and the expected sentences, one
a line, as a block quote. A line `Beside:` before the block gives the paragraph that stands before it in the lesson.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lessons import narrated

from audiobook.narration.code import announces, describe, language_name
from audiobook.narration.code.languages import LANGUAGES
from audiobook.narration.code.words import plain, plural, singular, spoken_length

GOLDEN = Path(__file__).parent / "golden" / "code"
OUTSIDE_CODE = re.compile(r"[\w\s,.;:?!'’-]*")


class Case(NamedTuple):
    title: str
    info: str
    source: str
    nearby: str
    says: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """The cases of one golden file."""
    cases = []
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = part.partition("\n")
        fence = re.search(r"^(`{3,}|~{3,})(.*)\n([\s\S]*?)^\1\s*$", rest, re.M)
        assert fence, f"{path.name}: the case {title!r} has no fenced block"
        beside = re.search(r"^Beside: (.*)$", rest[: fence.start()], re.M)
        says = tuple(line[1:].strip() for line in rest[fence.end() :].splitlines() if line.startswith(">"))
        cases.append(Case(title.strip(), fence[2].strip(), fence[3], beside[1] if beside else "", says))
    return cases


ALL = [(path.stem, case) for path in sorted(GOLDEN.glob("*.md")) for case in read_cases(path)]


@pytest.mark.parametrize(("file", "case"), ALL, ids=[f"{file}: {case.title}" for file, case in ALL])
def test_golden(file: str, case: Case) -> None:
    told = describe(case.source, case.info, nearby=case.nearby, announced=announces(case.nearby))
    assert told.sentences == case.says


def unspeakable(sentences: tuple[str, ...]) -> list[str]:
    """The sentences that hold a symbol outside backticks, or have no end."""
    bare = {sentence: re.sub(r"`[^`]+`", "code", sentence) for sentence in sentences}
    return [one for one, rest in bare.items() if not OUTSIDE_CODE.fullmatch(rest) or rest[-1] not in ".?!"]


INFOS = st.sampled_from(
    [name for language in LANGUAGES for name in language.names[:2]] + ["", "text", "diff", "made-up", "{.x}"]
)
PIECES = st.sampled_from(
    [
        *(
            "def ",
            "do\n",
            "end\n",
            "SELECT ",
            "FROM t ",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            '"',
            "'",
            "`",
            "\n",
            "  ",
        ),
        *(
            ":",
            "=",
            ", ",
            "|> ",
            "-> ",
            "a",
            "b_c",
            "Post",
            "# note\n",
            "-- note\n",
            "$ ls\n",
            ">>> ",
            "iex> ",
        ),
        *("1", "<p>", "@x ", "...", "├── ", "- ", "+ ", "GET /x\n", "é", "%{"),
    ]
)


@given(source=st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200), info=INFOS)
@settings(max_examples=400)
def test_any_text_gives_speakable_sentences_within_the_budget(source: str, info: str) -> None:
    told = describe(source, info)
    assert 1 <= len(told.sentences) <= 5
    assert not unspeakable(told.sentences)
    assert sum(map(spoken_length, told.sentences)) <= 90
    assert 0 <= told.level <= 4
    assert told.reason
    assert "code block" not in " ".join(told.sentences).lower()


@given(case=st.sampled_from(ALL), info=INFOS, cut=st.integers(0, 400), max_words=st.integers(20, 90))
@settings(max_examples=200)
def test_pieces_of_real_blocks_under_any_name_keep_the_budget(
    case: tuple[str, Case], info: str, cut: int, max_words: int
) -> None:
    told = describe(case[1].source[cut:], info, max_words=max_words)
    assert not unspeakable(told.sentences)
    assert len(told.sentences) == 1 or sum(map(spoken_length, told.sentences)) <= max_words


@given(case=st.sampled_from(ALL))
@settings(max_examples=50)
def test_the_same_block_is_told_the_same(case: tuple[str, Case]) -> None:
    one = case[1]
    assert describe(one.source, one.info) == describe(one.source, one.info)


@pytest.mark.parametrize(
    "info", ["elixir", "python", "sql", "bash", "json", "yaml", "html", "text", "zig", ""]
)
@pytest.mark.parametrize(
    "unit", ["(", "{ ", "[1, ", "if x:\n ", "a |> ", "<div>", "SELECT (", "- ", "x = 1\n", "- a:\n"]
)
def test_hostile_length_takes_no_longer_than_a_second(info: str, unit: str) -> None:
    source = unit * (150_000 // len(unit))
    began = time.process_time()
    told = describe(source, info)
    assert time.process_time() - began < 1.5
    assert not unspeakable(told.sentences)


# -- levels ---------------------------------------------------------------------------------------------------

QUERY = "Post\n|> where([p], p.published)\n|> Repo.all()\n"
LONG = "\n".join(f"value_{n} = compute_{n}(source_{n})" for n in range(40))


def test_announce_is_one_honest_line() -> None:
    told = describe(LONG, "python", cap="announce")
    assert told.sentences == ("A forty-line example in Python follows; it is in the written lesson.",)
    assert told.level == 4


EXPLAINED = "receipt = total(prices, shipping)\nprinter.send(receipt)\n"
EXPLAINS = "Here total adds the prices and the shipping, the receipt keeps it, and the printer can send it."


def test_a_notice_is_enough_where_the_prose_names_what_the_block_names() -> None:
    assert describe(EXPLAINED, "python", nearby=EXPLAINS).level == 0
    assert describe(EXPLAINED, "python", nearby="Now something else.").level > 0
    assert describe(EXPLAINED + "log.write(3)\n", "python", nearby=EXPLAINS).level > 0
    assert describe(QUERY, "elixir", nearby="Now something else.").level == 1


def test_prose_that_leads_into_a_block_does_not_stand_in_for_it() -> None:
    lead = EXPLAINS.rstrip(".") + ":"
    assert announces(lead)
    assert describe(EXPLAINED, "python", nearby=lead, announced=True).level > 0
    assert describe(EXPLAINED, "python", nearby=f"Like this:\n{EXPLAINS}", announced=True).level == 0


def test_up_to_four_lines_are_told_line_by_line() -> None:
    told = describe("width = 3\nheight = 4\narea = width * height", "python")
    assert told.level == 3
    assert told.sentences[-1] == "Last, it sets `area` to `width` times `height`."
    assert describe("width = 3\nheight = 4", "python", cap="outline").level == 2


def test_the_author_may_ask_for_every_line() -> None:
    told = describe(LONG, "python", cap="read")
    assert told.level == 3
    assert len(told.sentences) == 41
    assert sum(map(spoken_length, told.sentences)) > 90


def test_overflow_becomes_counts() -> None:
    fields = "\n".join(f"  field :attribute_number_{n}, :string" for n in range(30))
    told = describe(
        f'defmodule Wide do\n  use Ecto.Schema\n  schema "wide" do\n{fields}\n  end\nend', "elixir"
    )
    assert "thirty fields" in " ".join(told.sentences)
    assert sum(map(spoken_length, told.sentences)) <= 90


def test_names_that_the_prose_sets_in_backticks_are_the_last_to_go() -> None:
    fields = "\n".join(f"  field :attribute_number_{n}, :string" for n in range(30))
    source = f'defmodule Wide do\n  @schema_prefix "north"\n  use Ecto.Schema\n  schema "wide" do\n{fields}\n  end\nend'
    assert "north" in " ".join(describe(source, "elixir", nearby="The `@schema_prefix` names it.").sentences)


def test_a_block_that_the_prose_announces_does_not_announce_itself() -> None:
    source = "defmodule Notes do\n  def all(x), do: x\n\n  def one(x), do: x\nend"
    assert announces("We keep notes. Here is the module.")
    assert announces("Run it with:")
    assert not announces("We keep notes.")
    assert describe(source, "elixir").sentences[0] == "Here is the module `Notes`, four lines of Elixir."
    told = describe(source, "elixir", announced=True)
    assert told.sentences[0] == "The module `Notes` has four lines of Elixir."


def test_a_sentence_is_one_utterance_though_a_name_in_it_ends_in_a_question_mark() -> None:
    markdown = "# Words\n\nText.\n\n```elixir\ndef empty?(x), do: x\n\ndef save!(x), do: put(x)\n```\n"
    said = [utterance.written for utterance in narrated(markdown).utterances if utterance.kind == "code"]
    assert len(said) == 3
    assert said[1].startswith("The function empty? takes")


def test_comments_stand_in_for_the_lines_they_explain() -> None:
    source = (
        "def total(xs):\n"
        "    # Add up what is paid\n"
        "    paid = [x for x in xs if x.paid]\n"
        "    s = sum(paid)\n\n"
        "    return s\n"
    )
    said = " ".join(describe(source, "python").sentences)
    assert "adds up what is paid" in said
    assert "sum" not in said
    assert "returns `s`" in said


def test_a_remark_stands_beside_what_it_is_about_and_a_result_is_what_is_given() -> None:
    source = "# the sensor drifts\nvalue = read() + 1\nprint(value)  # 42\nprint_all(value)\n"
    said = " ".join(describe(source, "python").sentences)
    assert "sets `value`" in said
    assert "the sensor drifts" in said
    assert "prints `value`, which gives `42`" in said


@pytest.mark.parametrize(
    "comment",
    [
        "// eslint-disable-next-line",
        "// ...",
        "// @errors: 2322",
        "// app.js",
        "// x = compute(y);",
        "// your code here",
    ],
)
def test_comments_that_speak_to_tools_or_hold_code_are_not_told(comment: str) -> None:
    plainly = describe("first(1);\nsecond(2);\nthird(3);\nfourth(4);\nfifth(5);", "js").sentences
    noted = describe(f"first(1);\nsecond(2);\nthird(3);\n{comment}\nfourth(4);\nfifth(5);", "js").sentences
    assert noted[1:] == plainly[1:]


def test_no_step_is_hidden_behind_a_count_of_things() -> None:
    body = "\n".join(f"    step_{n} = act_{n}(value_{n})" for n in range(12))
    for source, info in [
        (f"def long():\n{body}\n    return step_3\n", "python"),
        *((c.source, c.info) for _, c in ALL),
    ]:
        said = " ".join(describe(source, info).sentences)
        assert "more thing" not in said
        assert "does one more" not in said


def test_what_follows_a_branch_is_not_taken_for_part_of_it() -> None:
    source = "def f(a, b):\n    if a:\n        log(a)\n    return b\n"
    assert "and then it returns `b`" in " ".join(describe(source, "python").sentences)
    guarded = "def f(a, b):\n    if a:\n        return a\n    return b\n"
    assert "otherwise it returns `b`" in " ".join(describe(guarded, "python").sentences)


def test_minified_code_is_only_announced() -> None:
    told = describe("!function(e){" + "var a=1;" * 80 + "}();", "js")
    assert told.sentences == ("One line of minified JavaScript, which is in the written lesson.",)
    assert told.level == 4


def test_what_cannot_be_read_is_not_guessed_at() -> None:
    source = (
        "def total(prices):\n    return sum(prices)\n\nprint(total(prices))\n\ntotal(prices) +* tax ?? 3 (\n"
    )
    said = " ".join(describe(source, "python").sentences)
    assert "Part of it could not be read, and is in the written lesson." in said
    assert "`tax`" not in said


@pytest.mark.parametrize(
    ("info", "source", "said"),
    [
        ("php", "$total = $cart->sum('price');", "sets `total` by calling `cart.sum` with `price`"),
        (
            "csharp",
            "foreach (var item in items)\n{\n    Console.WriteLine(item);\n}",
            "for each `item` in `items`, it prints",
        ),
        ("kotlin", "fun double(x: Int): Int {\n    return x * 2\n}", "takes `x` and returns `x` times 2"),
        ("swift", "for name in names {\n    print(name)\n}", "for each `name` in `names`, it prints `name`"),
    ],
)
def test_a_language_near_to_another_is_told_from_its_tree(info: str, source: str, said: str) -> None:
    assert said in " ".join(describe(source, info).sentences)


@pytest.mark.parametrize(
    ("source", "info", "said"),
    [
        ("|> where([p], is_nil(p.deleted_at))\n|> Repo.all()", "elixir", "`deleted_at` is nil"),
        ("field :title, :string", "elixir", "`title`, a string"),
        ("WHERE age >= 18", "sql", "`age` is at least 18"),
        ('"name": "Ana",\n"age": 31', "json", "`age` is 31"),
        ('{"name": "Ana", ...}', "json", "`name` is `Ana`"),
        ("    return total / count", "python", "returns `total` divided by `count`"),
        ("if (user == null) {\n  return;\n}", "java", "`user` is `null`"),
        ("...\nhas_many :comments, Comment\n...", "elixir", "has many `comments`"),
    ],
)
def test_fragments_are_understood(source: str, info: str, said: str) -> None:
    assert said in " ".join(describe(source, info).sentences)


@pytest.mark.parametrize("info", ["zig", "made-up-language", "haskell"])
def test_an_unknown_language_gets_an_honest_sentence(info: str) -> None:
    said = " ".join(describe("some words here\nmore = words\nand ++ more\nlast words", info).sentences)
    assert said.startswith("Four lines of")
    assert "written lesson" in said


def test_a_syntax_error_gets_an_honest_sentence() -> None:
    told = describe("def f(:\n  ]]] return ((\nclass ]\n}} if\n", "python")
    assert "Python" in told.sentences[0]


def test_an_empty_block() -> None:
    assert describe(" \n\n", "elixir").sentences == ("The example here is empty.",)


# -- the small rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("info", "spoken"),
    [
        ("ex", "Elixir"), ('elixir title="lib/a.ex"', "Elixir"), ("{.python #id}", "Python"), ("{python}", "Python"),
        ("js{1,3}", "JavaScript"), ("lib/post.ex", "Elixir"), ("python:main.py", "Python"), ("c++", "C plus plus"),
        ("", ""), ("text", ""), ("brainfuck", "Brainfuck"), ("sql", "SQL"),
    ],
)  # fmt: skip
def test_language_names(info: str, spoken: str) -> None:
    assert language_name(info) == spoken


@pytest.mark.parametrize(
    ("source", "spoken"),
    [
        ("defmodule A do\nend", "Elixir"), ("SELECT a FROM b", "SQL"), ('{"a": 1}', "JSON"),
        ("def f(x):\n    return x", "Python"),
        ("$ npm install left-pad", "npm"), ("just some words", "text"), ("name: x\nage: 3", "YAML"),
    ],
)  # fmt: skip
def test_an_unnamed_block_is_guessed_with_care(source: str, spoken: str) -> None:
    assert spoken in " ".join(describe(source, "").sentences)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Fetch all users (with posts).", "Fetch all users, with posts."),
        ("calls Repo.all/2 => list", "calls `Repo.all/2` list"),
        ("set user_id to 3!", "set `user_id` to 3!"),
    ],
)
def test_comments_become_plain_words(text: str, markdown: str) -> None:
    assert plain(text) == markdown


def test_plurals_and_singulars() -> None:
    assert [plural(word) for word in ("entry", "index", "child", "box", "key")] == [
        "entries",
        "indexes",
        "children",
        "boxes",
        "keys",
    ]
    assert [singular(word) for word in ("posts", "categories", "boxes", "status", "news")] == [
        "post",
        "category",
        "box",
        "status",
        "new",
    ]


def test_a_block_needs_only_the_grammar_of_its_language() -> None:
    program = (
        "import sys; from audiobook.narration.code import describe; describe('x = 1', 'python'); "
        "print([name for name in sys.modules if name.startswith('tree_sitter_')])"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"tree_sitter_\w+", out)) == {"tree_sitter_python"}
