"""Tables of HTML: which places each cell covers, wherever a table is shown or heard."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import lesson, narrated
from markdown_it.tree import SyntaxTreeNode
from test_epub import shown as in_epub
from test_printed import shown as in_print

from audiobook.cards.figures import Figure, figures_of
from audiobook.markdown import parse
from audiobook.markdown.tables import cells_of, grid_of, heads_in, rows_of, spans_of
from audiobook.notes import _figure

WEEK = """\
<table>
<tr><th>Day</th><th>Hour</th><th>What</th></tr>
<tr>
<td rowspan="2">Monday</td>
<td>9</td>
<td>Maths</td>
</tr>
<tr>
<td>10</td>
<td>Art</td>
</tr>
</table>"""


def table_of(markdown: str) -> SyntaxTreeNode:
    return next(node for node in parse(markdown).walk() if node.type == "table")


def letters(markdown: str) -> list[str]:
    """The letter in each place, row by row; "." where there is no cell."""
    return [
        "".join("." if cell is None else cell.children[0].content for cell in row)
        for row in grid_of(table_of(markdown))
    ]


def spans(markdown: str) -> list[dict[str, str]]:
    return [
        found for row in rows_of(table_of(markdown)) for cell in cells_of(row) if (found := spans_of(cell))
    ]


def figure(markdown: str) -> Figure:
    return figures_of(lesson(markdown), narrated(markdown))[0].figure


def card(markdown: str) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in row] for row in figure(markdown).rows]


# -- places ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c", ["ab", "c"]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", ["ab", "ac"]),
        ("<tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f", ["abc", "dbe", "fb"]),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", ["aab", "cde"]),
        ("<tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d<tr><td>e<td>f<td>g", ["abb", "acd", "efg"]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f", ["aab", "aac", "def"]),
        ("<tr><td>a<td>b<td rowspan=2>c<tr><td>d", ["abc", "d.c"]),
        # A cell of the row above is never covered.
        ("<tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e", ["abc", "dbe"]),
        # To the end of the group, and never beyond it.
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", ["ab", "ac", "ad"]),
        ("<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c", ["ab", "c"]),
        ("<tbody><tr><td rowspan=9>a<td>b</tbody><tr><td>c", ["ab", "c"]),
        # A row without cells is none, and a column in which no cell begins is none.
        ("<tr><td rowspan=3>a<td>b<tr></tr><tr><td>c", ["ab", "ac"]),
        ("<tr><td colspan=9>a<td>b<tr><td>c", ["ab", "c"]),
        # Spans that are none.
        ("<tr><td rowspan=-2 colspan=-2>a<td colspan=0>b<tr><td rowspan=x colspan=''>c", ["ab", "c"]),
        ("<tr><td rowspan=1000000000 colspan=1000000000>a<td>b<tr><td>c", ["ab", "ac"]),
        (f"<tr><td rowspan={'9' * 5000} colspan={'9' * 5000}>a<td>b<tr><td>c", ["ab", "ac"]),
        ("<tr><td rowspan=' +2px'>a<td>b<tr><td>c", ["ab", "ac"]),
    ],
)
def test_places(rows: str, expected: list[str]) -> None:
    assert letters(f"<table>{rows}</table>") == expected


def test_cells_of_an_inner_table_are_its_own() -> None:
    inner = "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>"
    outer = parse(f"<table><tr><td rowspan=2>x<td>{inner}<tr><td>y</table>")
    tables = [node for node in outer.walk() if node.type == "table"]
    assert [[len(row) for row in grid_of(table)] for table in tables] == [[2, 2], [2, 2]]


def test_spans_are_as_long_as_the_table() -> None:
    rows = "<tr><td rowspan=65000 colspan=1000>a<td>b<tr><td>c<tbody><tr><td>d<td>e<td>f"
    assert spans(f"<table>{rows}</table>") == [{"rowspan": "2", "colspan": "3"}]


@pytest.mark.parametrize(
    "source",
    [
        "<tbody><tr><td rowspan=2>a</tbody>",
        "<tr><td colspan=2>a</tr>",
        "<table>\n\n- <tr><td rowspan=3>x\n\n</table>",
        "<table><caption><tr><td rowspan=2>a</caption></table>",
        "<table><td rowspan=2>a<tr></table>",
    ],
)
def test_cells_in_strange_places_do_no_harm(source: str) -> None:
    assert isinstance(narrated(f"Text.\n\n{source}").ledger, tuple)
    assert in_epub(source) is not None


ATTRIBUTES = st.sampled_from(
    ["", " rowspan=2", " rowspan=0", " colspan=2", " rowspan=3 colspan=3", " colspan=1000"]
)
TAGS = st.sampled_from(
    ["<tr>", "<tr></tr>", "<thead>", "<tbody>", "</tbody>", "</tr>", "<tfoot>", "<caption>", "</table>"]
)


@given(
    st.lists(
        st.one_of(
            TAGS, ATTRIBUTES.map(lambda given: f"<td{given}>x"), ATTRIBUTES.map(lambda given: f"<th{given}>x")
        )
    )
)
def test_every_cell_stands_once_and_in_one_rectangle(parts: list[str]) -> None:
    table = table_of(f"<table>{''.join(parts)}")
    grid = grid_of(table)
    for number, row in enumerate(rows_of(table)):
        for cell in cells_of(row):
            covered = {(y, x) for y, line in enumerate(grid) for x, each in enumerate(line) if each is cell}
            ys, xs = {y for y, _ in covered}, {x for _, x in covered}
            found = spans_of(cell)
            assert min(ys) == number
            assert (len(ys), len(xs)) == (int(found.get("rowspan", 1)), int(found.get("colspan", 1)))
            assert len(covered) == len(ys) * len(xs)


@pytest.mark.parametrize(
    "table",
    [
        "<tr>" + "<td rowspan=0>a" * 3000 + "<tr><td>b" * 3000,
        "<tr>" + "<td>a" * 1000 + "<tr><td colspan=1000>b" * 3000,
        "<tr><td rowspan=65000 colspan=1000>a" * 5000,
    ],
)
def test_no_table_fills_the_memory(table: str) -> None:
    found = table_of(f"<table>{table}</table>")
    tracemalloc.start()
    grid = grid_of(found)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
    assert sum(map(len, grid)) <= 50_000


# -- where tables are shown and heard ----------------------------------------------------------------------------


def test_a_cell_over_two_rows_is_shown_over_two_rows() -> None:
    for shown in (in_epub(WEEK), in_print(WEEK)):
        assert (
            '<tr><td rowspan="2">Monday</td><td>9</td><td>Maths</td></tr><tr><td>10</td><td>Art</td></tr>'
            in shown
        )


def test_a_cell_over_two_columns_is_shown_over_two_columns() -> None:
    table = '<table><tr><th colspan="2" onclick="x">A</th></tr><tr></tr><tr><td>b</td><td>c</td></tr></table>'
    for shown in (in_epub(table), in_print(table)):
        assert '<tr><th colspan="2">A</th></tr><tr><td>b</td><td>c</td></tr>' in shown


def test_a_card_has_the_cell_in_both_rows() -> None:
    assert card(WEEK) == [["Day", "Hour", "What"], ["Monday", "9", "Maths"], ["Monday", "10", "Art"]]
    assert figure(WEEK).heads == 1


def test_a_title_over_all_columns_is_on_the_card_once() -> None:
    table = "<table><tr><th colspan=2>T<tr><th>a<th>b<tr><td colspan=2>part<tr><td>c<td>d</table>"
    assert card(table) == [["T"], ["a", "b"], ["part"], ["c", "d"]]
    assert figure(table).heads == heads_in(grid_of(table_of(table))) == 2


def test_show_notes_have_the_cell_in_both_rows_and_its_lines_apart() -> None:
    table = WEEK.replace("Art", "<ul><li>Art</li><li>Music</li></ul>").replace("Maths", "a<br>b")
    notes = _figure(table_of(table))
    assert "<tr><td>Monday</td><td>9</td><td>a<br>b</td></tr>" in notes
    assert "<tr><td>Monday</td><td>10</td><td>Art<br>Music</td></tr>" in notes


@pytest.mark.parametrize(
    ("cell", "on_page", "on_card"),
    [
        ("<ul><li>x</li><li>y</li></ul>", "<ul><li><p>x</p></li><li><p>y</p></li></ul>", "x, y"),
        ("<p>x</p><p>y</p>", "<p>x</p><p>y</p>", "x y"),
        ("use <ol><li>`x`</li></ol>", "<li><p><code>x</code></p></li>", "use x"),
        ("a <b>b</b><br>c", "<td>a <b>b</b><br", "a b c"),
        ("`<ul><li>` is", "<td><code>&lt;ul&gt;&lt;li&gt;</code> is</td>", "<ul><li> is"),
        ("</ul> x <!-- c -->", "x", "x"),
    ],
)
def test_what_is_in_a_cell_does_not_run_together(cell: str, on_page: str, on_card: str) -> None:
    table = f"| a | b |\n|---|---|\n| k | {cell} |"
    assert on_page in in_epub(table)
    assert on_page in in_print(table)
    assert " ".join(card(table)[1][1].split()) == on_card


def test_paragraphs_in_a_cell_of_html_stay_apart() -> None:
    table = "<table><tr><td>k</td><td><!-- c --><p>x</p><p>y</p></td></tr></table>"
    assert "<td><p>x</p><p>y</p></td>" in in_epub(table)
    assert "<td><p>x</p><p>y</p></td>" in in_print(table)
    assert card(table)[0][1].split() == ["x", "y"]
