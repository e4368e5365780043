"""Cards: what is drawn of a lesson, how long listings are wrapped and divided, and when each card is shown."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import lesson
from PIL import Image

from audiobook.cards import listing
from audiobook.cards.canvas import SIDE, Canvas, Face, Ink, font, is_known
from audiobook.cards.draw import HEIGHT, WIDTH, cards_of
from audiobook.cards.figures import Figure, Run, figures_of
from audiobook.cards.letters import DOT, drawable, readable
from audiobook.cards.listing import MOST_CARDS, WRAPPED, coloured, paged, wrapped
from audiobook.cards.made import KIND, CardsPlan
from audiobook.cards.moments import moments_of
from audiobook.cards.themes import THEMES, hue_of, palette
from audiobook.config import NarrationSettings
from audiobook.model import Chapter, Cue, Lesson, Loudness, Script
from audiobook.narration import narrate
from audiobook.narration.lexicon import EMPTY
from audiobook.recordings import Sound
from audiobook.store import Store

LISTING = Figure("code", "Lesson", "Section", "Elixir", "elixir", "def total(x) do\n  x + 1\nend")
MARKDOWN = """
# Start

Text alone.

## Code

Here it is.

```elixir title="lib/a.ex"
def a, do: 1
```

- in a list

  ```python
  print(1)
  ```

| Name | Use |
|------|-----|
| `:map` and so on | rarely |

## Drawn

```mermaid
graph LR
  A[One] --> B[Two]
```

<!-- narrate: skip -->
```sh
echo nothing
```
"""


def pictures(figure: Figure) -> list[Image.Image]:
    cards = cards_of(figure, hue=5)
    return [Image.open(io.BytesIO(card.files["dark"])).convert("RGB") for card in cards]


def script_of(found: Lesson) -> Script:
    return narrate(found, NarrationSettings(), EMPTY)


def text_of(row: listing.Row) -> str:
    return "".join(piece.text for piece in row)


def letters(text: str) -> str:
    return "".join(text.split())


# -- what is drawn ---------------------------------------------------------------------------------------------


def test_figures_of_a_lesson_with_what_is_said_of_them() -> None:
    found = lesson(MARKDOWN)
    script = script_of(found)
    figures = figures_of(found, script)
    assert [(each.figure.kind, each.figure.section, each.figure.label) for each in figures] == [
        ("code", "Code", "lib/a.ex"),
        ("code", "Code", "Python"),
        ("table", "Code", "Table"),
        ("diagram", "Drawn", "Diagram"),
    ]
    said = [[u.kind for u in script.utterances[each.first : each.last + 1]] for each in figures]
    assert [set(kinds) for kinds in said] == [{"code"}, {"code"}, {"table"}, {"diagram"}]
    table = figures[2].figure
    assert table.heads == 1
    assert table.rows[1][0] == (Run(":map", code=True), Run(" and so on"))


def test_a_listing_without_tabs_and_blank_ends() -> None:
    found = lesson("```go\n\n\tx := 1  \n\n```")
    assert figures_of(found, script_of(found))[0].figure.source == "    x := 1"


# -- listings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["short", "iex> 1 + 1\n2", "x = '''\nnot closed", "日本語 = 1", "$ ls\nfile"]
)
@pytest.mark.parametrize("language", ["python", "iex", "console", "nobody-knows-it", ""])
def test_colours_lose_no_letter(source: str, language: str) -> None:
    assert [text_of(line) for line in coloured(source, language)] == source.split("\n")


def test_a_session_in_a_language_nobody_knows_has_prompts() -> None:
    typed, printed = coloured("127.0.0.1:6379> GET a\n(nil)", "redis")
    assert [piece.ink for piece in typed] == [Ink.ACCENT, Ink.TEXT]
    assert [piece.ink for piece in printed] == [Ink.OUTPUT]


def test_a_long_line_is_wrapped_at_a_space_and_marked() -> None:
    line = coloured("  call(first_argument, second_argument, third_argument)", "elixir")[0]
    rows = [text_of(row) for row in wrapped(line, 30)]
    assert rows == ["  call(first_argument,", "    ↪ second_argument,", "    ↪ third_argument)"]
    assert all(len(row) <= 30 for row in rows)


def test_a_line_without_spaces_is_cut_and_whole_again() -> None:
    source = "x" * 205
    rows = [text_of(row) for row in wrapped(coloured(source, "")[0], 40)]
    assert max(map(len, rows)) <= 40
    assert "".join(row.removeprefix("  ").removeprefix(WRAPPED) for row in rows) == source


def test_a_short_listing_is_in_the_largest_letters_and_a_wide_one_in_smaller() -> None:
    assert paged("a = 1", "python", WIDTH, HEIGHT).size == listing.SIZES[0]
    wide = paged("a = " + "b" * 40, "python", WIDTH, HEIGHT)
    assert listing.SIZES[-1] < wide.size < listing.SIZES[0]
    assert len(wide.pages[0]) == 1


def test_a_long_listing_is_divided_between_functions_and_nothing_is_lost() -> None:
    source = "\n\n".join(f"def f{n}(x) do\n  y = x + {n}\n  y * 2\nend" for n in range(8))
    laid = paged(source, "elixir", WIDTH, HEIGHT)
    assert len(laid.pages) == 3
    assert laid.left_out == 0
    assert all(text_of(page[0]).startswith("def ") and text_of(page[-1]) == "end" for page in laid.pages)
    shown = "".join(text_of(row) for page in laid.pages for row in page)
    assert letters(shown) == letters(source)
    room = int(HEIGHT / (laid.size * listing.LINE))
    assert all(len(page) <= room for page in laid.pages)


def test_an_endless_listing_ends_and_says_so() -> None:
    source = "\n".join(f"line{n} = {n}" for n in range(1000))
    laid = paged(source, "python", WIDTH, HEIGHT)
    assert len(laid.pages) == MOST_CARDS
    assert laid.left_out == 1000 - sum(map(len, laid.pages))


def test_a_line_longer_than_a_card() -> None:
    source = "word " * 2000
    laid = paged(source.strip(), "", WIDTH, HEIGHT)
    room = int(HEIGHT / (laid.size * listing.LINE))
    assert all(len(page) <= room for page in laid.pages)


# -- pictures --------------------------------------------------------------------------------------------------


def test_the_same_figure_gives_the_same_bytes_and_themes_differ_in_colour_alone() -> None:
    (one,), (again,) = cards_of(LISTING, 5), cards_of(LISTING, 5)
    assert one == again
    dark, light = (Image.open(io.BytesIO(one.files[theme])) for theme in THEMES)
    assert dark.size == light.size == (SIDE, SIDE)
    assert dark.tobytes() == light.tobytes()
    assert dark.getpalette() != light.getpalette()
    assert max(map(len, one.files.values())) < 60_000
    ground = [picture.convert("RGB").getpixel((SIDE // 2, SIDE - 60)) for picture in (dark, light)]
    assert sum(ground[0]) < 150
    assert sum(ground[1]) > 600


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hue", range(24))
def test_text_stands_out_from_its_ground(theme: str, hue: int) -> None:
    """A contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), in every colour a course may have."""
    colours = palette(theme, hue)  # type: ignore[arg-type]
    panel = colours.inks[Ink.PANEL]
    on_panel = set(Ink) - {Ink.RULE, Ink.BOX, Ink.PANEL, Ink.FRAME_TITLE, Ink.FRAME_SOFT}
    weak = {ink for ink in on_panel if contrast(colours.inks[ink], panel) < 4.5}
    on_frame = (Ink.FRAME_TITLE, Ink.FRAME_SOFT)
    assert weak | {ink for ink in on_frame if contrast(colours.inks[ink], colours.frame) < 4.5} == set()
    assert contrast(colours.inks[Ink.TEXT], colours.inks[Ink.BOX]) > 4.5


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    def luminance(colour: tuple[int, ...]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_table_is_drawn_whole_with_its_head_on_every_card() -> None:
    head = ((Run("Name"),), (Run("What it is for, in some words"),))
    rows = tuple(
        ((Run(f"option_{n}", code=True),), (Run("some words that say what for " * 4),)) for n in range(30)
    )
    found = pictures(Figure("table", "Lesson", "Section", "Table", rows=(head, *rows), heads=1))
    assert len(found) > 2
    band = (0, 290, SIDE - 400, 340)  # where the head stands, left of the number of the card
    assert len({picture.crop(band).tobytes() for picture in found}) == 1


def test_a_flowchart_is_drawn_and_another_diagram_is_shown_as_it_is_written() -> None:
    chart = "flowchart LR\n A[Ask] -->|hit| B[Reply]\n A -->|miss| C[Query]\n C --> A"
    drawn = cards_of(Figure("diagram", "L", "S", "Diagram", "mermaid", chart), 3)
    as_code = cards_of(Figure("code", "L", "S", "Diagram", "mermaid", chart), 3)
    assert drawn != as_code
    other = "sequenceDiagram\n A->>B: Hello"
    assert cards_of(Figure("diagram", "L", "S", "Diagram", "mermaid", other), 3) == cards_of(
        Figure("code", "L", "S", "Diagram", "mermaid", other), 3
    )


@pytest.mark.parametrize("boxes", [3, 9, 40])
def test_a_flowchart_with_too_much_in_it_is_shown_as_it_is_written(boxes: int) -> None:
    chart = "graph TD\n" + "\n".join(
        f"A --> B{n}[a box with a rather long text in it {n}]" for n in range(boxes)
    )
    drawn = cards_of(Figure("diagram", "L", "S", "Diagram", "mermaid", chart), 3)
    as_code = cards_of(Figure("code", "L", "S", "Diagram", "mermaid", chart), 3)
    assert (drawn == as_code) == (boxes > 3)


def written_on(monkeypatch: pytest.MonkeyPatch, figure: Figure) -> list[str]:
    """Every text that is put on the cards of a figure, but for its frame."""
    found: list[str] = []
    draw = Canvas.text

    def text(canvas: Canvas, left: float, base: float, text: str, face: Face, size: int, ink: Ink) -> float:
        found.append(text)
        return draw(canvas, left, base, text, face, size, ink)

    monkeypatch.setattr(Canvas, "text", text)
    cards_of(figure, 3)
    return found[3:]


def test_a_flowchart_shows_its_labels_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = """flowchart TD
        A[user_id] --> B{Is it a*b?}
        B -->|yes!| C["Vec<T> done..."]
        B -->|no; never| D[#35; hash &amp; x<br/>Ready ✅]"""
    shown = written_on(monkeypatch, Figure("diagram", "L", "S", "Diagram", "mermaid", chart))
    boxes = ["user_id", "Is it a*b?", "Vec<T> done...", "# hash & x", "Ready ✓"]
    assert sorted(filter(None, shown)) == sorted(["yes!", "no; never", *boxes])


# -- letters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ('print("Done ✅")  # 🎉 party', 'print("Done ✓ ")  # ·  party'),
        ("x = 1  # cafe\u0301, x\u0304 \u200band 👩\u200d💻, 👍🏽 ❤\ufe0f", "x = 1  # café, x and · , ·  ❤ "),
        ("x = 1  # 数 ﬁ 𝑥 1\ufe0f\u20e3", "x = 1  # ·  fi x 1 "),
    ],
)
def test_what_the_fonts_lack_has_a_stand_in_or_a_dot(source: str, same: str) -> None:
    (card,), (expected,) = (
        cards_of(replace(LISTING, language="python", source=s), 3) for s in (source, same)
    )
    assert card == expected


def test_what_stands_below_one_another_still_does() -> None:
    lines = ["✅ done", "数 done", "Ａ done", "xx done", "❤\ufe0f done", "e\u0301  done"]
    assert {drawable(line, in_columns=True).index("done") for line in lines} == {3}
    assert drawable("no ✅, yes") == "no ✓, yes"


@pytest.mark.parametrize("face", Face)
def test_no_face_draws_the_box_of_a_letter_it_does_not_have(face: Face) -> None:
    """The fonts would: the box is no empty picture."""
    assert font(face, 40).getmask("✅").getbbox() == font(face, 40).getmask("\uffff").getbbox() is not None
    blank, drawn = Canvas(), Canvas()
    drawn.text(100, 100, "✅🎉数", face, 40, Ink.TEXT)
    themes = [palette("dark", 3)]
    assert drawn.pngs(themes) == blank.pngs(themes)
    drawn.text(100, 100, DOT, face, 40, Ink.TEXT)
    assert drawn.pngs(themes) != blank.pngs(themes)


@given(st.text())
def test_what_is_drawn_has_a_picture(text: str) -> None:
    for drawn in (drawable(text), drawable(text, in_columns=True)):
        assert all(is_known(letter) for letter in drawn if not letter.isascii())


def test_a_table_of_ticks_and_crosses_has_a_card() -> None:
    def table(*rows: str) -> Figure:
        cells = tuple(tuple((Run(cell),) for cell in row.split("|")) for row in rows)
        return Figure("table", "L", "S", "Table", rows=cells, heads=1)

    (card,) = cards_of(table("Is|Here|There", "Fast|✅|❌", "Small|✔\ufe0f|❌"), 3)
    assert (card,) == cards_of(table("Is|Here|There", "Fast|✓|✗", "Small|✓|✗"), 3)


def test_what_the_fonts_cannot_write_has_no_card() -> None:
    assert cards_of(replace(LISTING, source="変数 = 関数(引数)"), 3) == ()
    assert cards_of(replace(LISTING, source="🎉 🎉 x"), 3) == ()
    assert len(cards_of(replace(LISTING, source="total = 1  # 数", section="見出し"), 3)) == 1
    assert [readable(text) for text in ("🎉🎉 ab", "🎉🎉🎉 ab", "数数 = x + 1", "x · · ·", "e\u0301\u0301", "")] == [
        True, False, False, True, True, True,
    ]  # fmt: skip


def test_the_frame_takes_its_colour_from_the_cover() -> None:
    def cover(colour: tuple[int, int, int]) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", (300, 300), colour).save(buffer, "JPEG")
        return buffer.getvalue()

    red, green, grey = cover((180, 20, 20)), cover((20, 160, 40)), cover((120, 120, 120))
    assert hue_of(red) == 0
    assert 7 <= hue_of(green) <= 9
    assert hue_of(grey) == hue_of(b"no picture") == hue_of(red[:20])


# -- from the store --------------------------------------------------------------------------------------------


def plan(*sources: str, **changes: object) -> CardsPlan:
    text = "\n\n".join(f"```elixir\n{source}\n```" for source in sources)
    found = lesson(f"# Code\n\n{text}")
    return CardsPlan(figures_of(found, script_of(found)), **changes)  # type: ignore[arg-type]


def test_cards_are_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    first = plan("a = 1", "b = 2").cards(store)
    monkeypatch.setattr("audiobook.cards.draw.cards_of", lambda *_: pytest.fail("drawn again"))
    assert plan("b = 2", "a = 1").cards(store) == first[::-1]
    for path in (tmp_path / KIND).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    monkeypatch.undo()
    assert plan("a = 1", "b = 2").cards(store) == first


def test_the_key_covers_what_the_files_depend_on() -> None:
    key = plan("a = 1").key
    assert plan("a = 1").key == key
    others = [
        plan("a = 2"),
        plan("a = 1", theme="light"),
        plan("a = 1", cover=b"x"),
        plan("a = 1", base_url="x"),
    ]
    assert len({key, *(other.key for other in others)}) == 5
    assert plan(theme="light").key == plan().key == ""


# -- when ------------------------------------------------------------------------------------------------------


def test_moments(tmp_path: Path) -> None:
    """A sentence a second: cards lie one after another, from the start of the chapter to its end."""
    found = lesson(MARKDOWN)
    script = script_of(found)
    cues = tuple(Cue(utterance, n * 10, n * 10 + 9, ()) for n, utterance in enumerate(script.utterances))
    chapters, start = [], 0
    for section in script.sections:
        end = start + 10 * len(section.utterances)
        chapters.append(Chapter(section.id, section.title, start, end))
        start = end
    sound = Sound(10, start, tuple(chapters), cues, "estimated", Loudness(-16, -1))
    figures = figures_of(found, script)
    (card,) = cards_of(LISTING, 3)
    drawn = [(card, card, card), (card,), (), (card,)]
    moments = moments_of(figures, drawn, sound)
    assert [moment.label for moment in moments] == [
        *(f"lib/a.ex: Code, {n} of 3" for n in (1, 2, 3)),
        "Python: Code",
        "Diagram: Drawn",
    ]
    assert [moment.when.title for moment in moments] == ["Code", "Code (2)", "Code (3)", "Code (4)", "Drawn"]
    assert [moment.first for moment in moments] == [True, False, False, False, True]
    code, last = chapters[1], chapters[2]
    told = cues[figures[0].first].start / 10, cues[figures[0].last].end / 10
    assert moments[0].when.start_s == code.start / 10
    assert moments[1].when.start_s == pytest.approx(told[0] + (told[1] - told[0]) / 3, abs=0.1)
    assert moments[3].when.start_s == cues[figures[1].first].start / 10
    assert [moment.when.end_s for moment in moments[:3]] == [m.when.start_s for m in moments[1:4]]
    assert (moments[3].when.end_s, moments[4].when.start_s) == (code.end / 10, last.start / 10)
