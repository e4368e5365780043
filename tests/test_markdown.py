"""The syntax tree: what nests in what, on which lines, and where parsing refuses."""

from __future__ import annotations

import time

import pytest
from markdown_it.tree import SyntaxTreeNode

from audiobook.errors import ContentError
from audiobook.markdown import parse, parse_inline
from audiobook.markdown.attributes import attributes
from audiobook.markdown.html import pieces
from audiobook.markdown.limits import LONGEST, NESTING


def outline(node: SyntaxTreeNode) -> str:
    """A tree as nested types, without the text in it: `blockquote(paragraph)`."""
    inner = " ".join(outline(child) for child in node.children if child.block and child.type != "inline")
    return f"{node.type}({inner})" if inner else node.type


def shape(markdown: str) -> str:
    return " ".join(outline(child) for child in parse(markdown).children)


def lines(markdown: str) -> list[tuple[int, int]]:
    """The 0-based, half-open lines of the top-level blocks."""
    return [node.map or (-1, -1) for node in parse(markdown).children]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("::: note\nText.\n:::\n", "container(paragraph)"),
        ("::: note\n::: tip\nText.\n:::\n:::\nAfter.\n", "container(container(paragraph)) paragraph"),
        ("::: note\n```\n:::\n```\n:::\n", "container(fence)"),
        ("::: note\nNever closed.\n", "container(paragraph)"),
        (":::\n", "container_mark"),
        ("- item\n\n  ::: note\n  Text.\n", "bullet_list(list_item(paragraph container(paragraph)))"),
        (
            "!!! note\n    Text.\n\n    - item\n\nAfter.\n",
            "container(paragraph bullet_list(list_item(paragraph))) paragraph",
        ),
        (".. code-block:: python\n   :linenos:\n\n   x = 1\n\nAfter.\n", "fence paragraph"),
        ("> quote\n{: .note}\n", "blockquote(paragraph) attribute_list"),
        ("{% include a.md %}\n", "template_tag"),
        (
            "<details><summary>S</summary>\n\n- a\n\n</details>\n",
            "details(summary bullet_list(list_item(paragraph)))",
        ),
        ("<details>\n\nNever closed.\n", "details(paragraph)"),
        ("> <details>\n\nOutside.\n", "blockquote(details) paragraph"),
        ("<p>One</p><p>Two</p>\n", "paragraph paragraph"),
        ("<ul><li>One<li>Two</ul>\n", "bullet_list(list_item(paragraph) list_item(paragraph))"),
        ("<table><tr><td>a<td>b</table>\n", "table(tr(td td))"),
        ("<pre><code class='language-sh'>ls &gt; x</code></pre>\n", "fence"),
        ("<div>\n\n# Title\n\n</div>\n", "html_block heading html_block"),
        ("<!-- c --><p>Text</p>\n", "html_block paragraph"),
        ("[a]: http://example.com\n", "definition"),
        ("Text[^a].\n\n[^a]: Note.\n", "paragraph footnote_reference(paragraph)"),
        ("<Note>\n\nText.\n\n</Note>\n", "container(paragraph)"),
        ("<Note>\n- a\n</Note>\nAfter.\n", "container(bullet_list(list_item(paragraph))) paragraph"),
        ("<Note>\n<Note>\na\n</Note>\nb\n</Note>\n", "container(container(paragraph) paragraph)"),
        ("<Note>\n```\n</Note>\n```\n</Note>\n", "container(fence)"),
        ("<Note>Text.</Note>\n", "container(paragraph)"),
        ("<Note>Text.</Note> More.\n", "paragraph"),
        ("<Note>\n\nNever closed.\n", "template_tag paragraph"),
        ("<Layout>\n\n# T\n\n</Layout>\n", "template_tag heading template_tag"),
        ("> <Note>\n> a\n> </Note>\n\nb\n", "blockquote(container(paragraph)) paragraph"),
        ("- <Note>\n  a\n  </Note>\n\nb\n", "bullet_list(list_item(container(paragraph))) paragraph"),
        ("<name>\n\nA placeholder.\n", "html_block paragraph"),
        ("<br/>\n# T\n", "html_block heading"),
        ("{% note %}\nText.\n{% endnote %}\n", "container(paragraph)"),
        ("{{< note >}}Text.{{< /note >}}\n", "container(paragraph)"),
        ("{% if x %}\na\n{% endif %}\n", "template_tag paragraph template_tag"),
        ("{{< highlight sh >}}\n# no heading\n{{< /highlight >}}\n", "fence"),
        ("{% note %}\nNever closed.\n", "template_tag paragraph"),
        ("{{ a }} text\n", "paragraph"),
        ("::: {.columns}\n# T\n:::\n", "container_mark heading"),
        ("::: {.columns}\nText.\n:::\n", "container(paragraph)"),
        ("/// note\nText.\n///\n", "container(paragraph)"),
        (":::row:::\n      Text.\n:::row-end:::\n", "template_tag paragraph template_tag"),
        ("::: moniker range='x'\nText.\n::: moniker-end\nAfter.\n", "container(paragraph) paragraph"),
        ("<div>\nText\n:::\n", "paragraph container_mark"),
        ("```{note}\n# T\n```\n", "container(heading)"),
        ("```{code-cell} python\n:tags: [x]\nx = 1\n```\n", "fence"),
        (":::{math}\nx\n:::\n", "math_block"),
        ("```{list-table}\n* - a\n  - b\n```\n", "table(tr(td(paragraph) td(paragraph)))"),
        (
            "| a |\n|---|\n| b |\n\n: Words\n\nAfter.\n",
            "table(thead(tr(th)) tbody(tr(td)) caption) paragraph",
        ),
        ("[source,sh]\n----\nls\n----\n", "fence"),
        ("(label)=\n+++\n\\newpage\n% c\n", "definition template_tag template_tag html_block"),
        ("[!NOTE] Title\nText.\n", "container(paragraph)"),
        ("# [A](#tab/a)\n\nText.\n", "container paragraph"),
    ],
)
def test_nesting(markdown: str, expected: str) -> None:
    assert shape(markdown) == expected


def test_containers_know_their_names_and_title() -> None:
    def meta(markdown: str) -> tuple[list[str], str]:
        node = parse(markdown).children[0]
        return node.meta["names"], node.meta["title"]

    assert meta(":::note[My title]\n:::\n") == (["note"], "My title")
    assert meta(":::tip My title\n:::\n") == (["tip"], "My title")
    assert meta("::: {.callout-note .big title='My title'} :::\n:::\n") == (
        ["callout-note", "big"],
        "My title",
    )
    assert meta(":::{admonition} My title\n:class: warning\n:::\n") == (["admonition", "warning"], "My title")
    assert meta('!!! note inline "My title"\n    x\n') == (["note", "inline"], "My title")
    assert meta("??? faq\n    x\n") == (["faq", "collapsible"], "")
    assert meta("> [!NOTE] My title\n> x\n") == (["note"], "My title")


def test_components_and_tags_know_their_names_and_title() -> None:
    def meta(markdown: str) -> tuple[list[str], str]:
        node = parse(markdown).children[0]
        return node.meta["names"], node.meta["title"]

    assert meta("<DeepDive title='Why'>\nx\n</DeepDive>\n") == (["deep-dive"], "Why")
    assert meta('<Aside type="caution">\nx\n</Aside>\n') == (["caution", "aside"], "")
    assert meta("<TabItem value={'a'}>\nx\n</TabItem>\n") == (["tab-item"], "a")
    assert meta('<Listing number="1-2" caption="Words">\nx\n</Listing>\n') == (
        ["listing"],
        "Listing 1-2: Words",
    )
    assert meta('{% hint style="info" %}\nx\n{% endhint %}\n') == (["info", "hint"], "")
    assert meta('{{< tab "Go" >}}\nx\n{{< /tab >}}\n')[1] == "Go"


def test_lines_within_components_are_those_of_the_file() -> None:
    root = parse("One.\n\n<Tabs>\n    <Tab>\n\n        Two.\n    </Tab>\n</Tabs>\n")
    (paragraph,) = [node for node in root.children[1].walk() if node.type == "paragraph"]
    assert paragraph.map == (5, 6)


def test_what_a_template_says_amid_text() -> None:
    def words(markdown: str) -> str:
        return "|".join(
            child.content for child in parse_inline(markdown).children if child.type == "template"
        )

    assert words('{{< glossary_tooltip text="Pod" term_id="pod" >}}') == "Pod"
    assert words("{% data variables.product.prodname_cli %}") == "prodname cli"
    assert words('{{domxref("Document.title", "title")}}') == "title"
    assert words("{{ site.url }}{% if x %}{% endif %}") == "||"
    assert words("`{{ x }}` and $\\frac{{a}}{b}$") == ""


def test_labels_without_a_definition_leave_their_text() -> None:
    def text(markdown: str) -> str:
        inline = parse(markdown).children[0].children[0]
        return "".join(child.content for child in inline.walk() if child.type == "text")

    assert text("the [guide][] and the [manual][m] of a[0][1]\n") == "the guide and the manual of a[0][1]"
    assert text("the [guide][g]\n\n[g]: {{ x }}/a b\n") == "the guide"


def test_a_code_fence_keeps_what_looks_like_markup() -> None:
    node = parse("```md\n::: note\n<details>\n{: .x}\n```\n").children[0]
    assert node.content == "::: note\n<details>\n{: .x}\n"


def test_html_code_becomes_a_fence() -> None:
    node = parse('<pre><code class="language-sh"><b>ls</b> &gt; x</code></pre>\n').children[0]
    assert (node.type, node.info, node.content) == ("fence", "sh", "ls > x\n")


def test_lines_are_those_of_the_file() -> None:
    assert lines("# A\n\nText\nmore\n\n::: note\nx\n:::\n\n<p>a</p>\n<p>b</p>\n") == [
        (0, 1),
        (2, 4),
        (5, 8),
        (9, 10),
        (10, 11),
    ]


def test_a_heading_gives_up_its_attributes() -> None:
    heading = parse("# Title {#top .big}\n").children[0]
    assert (heading.attrs, heading.children[0].content) == ({"id": "top", "class": "big"}, "Title")


def test_task_items_know_whether_they_are_done() -> None:
    items = parse("- [x] a\n- [ ] b\n- c\n").children[0].children
    assert [item.meta.get("done") for item in items] == [True, False, None]


def test_attributes() -> None:
    assert attributes('.a #b key=value other="two words" .c') == {
        "id": "b",
        "key": "value",
        "other": "two words",
        "class": "a c",
    }


@pytest.mark.parametrize(
    "source", ["a <b", "<a href='x'>t</a><!-- never closed", "<<<>", '<a b="<c>">', "x<!DOCTYPE"]
)
def test_html_pieces_lose_nothing(source: str) -> None:
    assert "".join(piece.source for piece in pieces(source)) == source


@pytest.mark.parametrize(
    "markdown",
    [
        "> " * 10_000 + "a",
        "- " * 10_000 + "a",
        "::: note\n" * 1_000,
        "<details>\n" * 1_000,
        "<Box>\n" * 1_000 + "x\n" + "</Box>\n" * 1_000,
        "{% note %}\n" * 1_000 + "x\n" + "{% endnote %}\n" * 1_000,
        "*" * 400 + "a" + "*" * 400,
        "**a *b " * 100 + "c" + "* d**" * 100,
    ],
)
def test_too_deep_nesting_is_refused_with_its_line(markdown: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse("First.\n\n" + markdown, "deep.md")
    (problem,) = refused.value.problems
    assert str(problem).startswith("deep.md:")
    assert f"more than {NESTING} deep" in problem.message
    assert problem.line >= 3


def test_a_file_that_is_no_lesson_is_refused() -> None:
    with pytest.raises(ContentError, match="Split it into lessons"):
        parse("word " * (LONGEST // 5 + 1))


@pytest.mark.parametrize(
    "markdown",
    [
        "word " * 50_000,
        "a" * 250_000,
        "*a " * 20_000,
        "`" * 50_000,
        "<!--" * 20_000,
        "<a " * 20_000,
        '<a b="' * 20_000,
        "::: a\n:::\n" * 5_000,
        "\\begin{align}\n" * 5_000,
        "{% highlight x %}\n" * 5_000,
        "$$ a\n\n" * 5_000,
        "<div></div></section>" * 10_000,
        "{: .a}\n" * 10_000,
        "$a " * 20_000,
        "$`" * 20_000,
        "${" * 20_000,
        "$\\text{" * 10_000,
        "``" + "$" * 50_000,
        "*a*{.b}" * 5_000,
        "[a]{.b}" * 5_000,
    ],
    ids=lambda markdown: markdown[:12],
)
def test_time_is_linear(markdown: str) -> None:
    """Each takes a tenth of a second or so; what is quadratic takes minutes."""
    start = time.perf_counter()
    parse(markdown)
    assert time.perf_counter() - start < 10
