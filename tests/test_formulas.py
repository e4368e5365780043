"""Which dollar signs enclose a formula, which braces hold attributes, and that every form shows what is neither."""

from __future__ import annotations

import html
import re

import pytest
from lessons import narrated
from markdown_it.tree import SyntaxTreeNode
from test_epub import shown as on_the_page
from test_printed import shown as in_print

from audiobook.markdown import parse, parse_inline

TEXT = [
    "Set $HOME and `$PATH` first.",
    "Run `$(date)` where $TZ is set, then `echo $?` again.",
    "A `$` sign, $HOME, and a ``$`` sign.",
    "It costs $5 and then $6 more.",
    "From $5-$10, or between $20,000 and $30,000.",
    "Pay $5 a month ($50 a year), or A$7, US$5 or NZ$6.",
    "I pay $5, you pay 6$.",
    "Prices: $5/mo, $10/mo, $N/mo.",
    "Add $HOME/bin:$PATH to ${HOME} and ${PATH}.",
    "Both ${HOME}/bin:${PATH} and ${a}-${b}.",
    "Then export A=$B; echo $A.",
    "So $x = $y, $x+$y, diff=$x-$y, $x.$y, $a,$b and $a[$i].",
    "Write $x$y or list$a$b.",
    "In R, df$x/df$y, mtcars$mpg and mtcars$cyl.",
    "Say $(document).ready, $.ajax/$.get, and $.ajax() or $.get().",
    "In Angular $scope.$apply, in Vue this.$refs.x and this.$el.",
    "In PHP $this->name and $that->name, $_GET and $_POST.",
    "In PowerShell $env:USERPROFILE;$env:PATH.",
    "In a shell $1, $2, $1/$2 and $(ls)$(pwd)$HOME.",
    "Quote \"$HOME\" and \"$PATH\", or '$a' and '$b'.",
    'A lone ($) and ($$), "$" and "$", $ and $$.',
    "Cheap is $, then $$, and $$$; the range is $-$$$.",
    "In a makefile $$VAR and $$VAR; the process is $$, not `$$`.",
    "Start at $HOME, then A$.",
    "It ends in the dollar$ and costs $5. Then US$ remain.",
]


FORMULAS = [
    r"x^2",
    r"\alpha + \beta",
    r"a_{ij}",
    r"O(n \log n)",
    r"n",
    r"E=mc^2",
    r"\{1, 2\}",
    r"[0, 1)",
    r"]0,1[",
    r".05",
    r"*",
    r":=",
    r"(",
    r"'",
    r"f'",
    r"-1",
    r"2**3",
    r"5\%",
    r"\$5",
    r"n!",
    r"0 < a < m",
    r"x and y",
    r"\text{number of items}",
    r"\text{if $x$ is}",
    r"precision = tp / total",
    r"P(rain \mid clouds)",
    r"\sum_{i=1}^{n} i",
    r"t[]",
    r"to = parent",
    r",",
]


def written(node: SyntaxTreeNode) -> str:
    """The inline Markdown with formulas as `⟦x⟧`, code as `‹x›` and attribute lists as `⟨x⟩`."""
    match node.type:
        case "math_inline" | "math_inline_double":
            return f"⟦{node.content}⟧"
        case "code_inline":
            return f"‹{node.content}›"
        case "attribute_text":
            return f"⟨{node.content}⟩"
    return node.content if not node.children else "".join(map(written, node.children))


def read(markdown: str) -> str:
    return "".join(map(written, parse_inline(markdown).children))


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page)).strip()


@pytest.mark.parametrize("markdown", TEXT)
def test_other_dollar_signs_stay_text_in_every_form(markdown: str) -> None:
    assert "⟦" not in read(markdown)
    expected = re.sub(r"`+", "", markdown)
    assert words(on_the_page(markdown)) == expected
    assert words(in_print(markdown)) == expected
    assert " ".join(one.written for one in narrated(markdown).utterances) == expected


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(
    "around", ["{}", "So {} is.", "({}), *{}*, “{}”", "设{}为", "[{}](u)", "$5 where {} is"]
)
def test_formulas(formula: str, around: str) -> None:
    expected = words(around.replace("*", "").replace("[{}](u)", "{}")).replace("{}", f"⟦{formula}⟧")
    assert read(around.replace("{}", f"${formula}$")) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("$n$th, $(i,j)$th, $n+1$st, $2n$th, $A^*$s", "⟦n⟧th, ⟦(i,j)⟧th, ⟦n+1⟧st, ⟦2n⟧th, ⟦A^*⟧s"),
        ("$10$x, $3$D, $k$-NN, $f$(x), $t[]$(one)", "⟦10⟧x, ⟦3⟧D, ⟦k⟧-NN, ⟦f⟧(x), ⟦t[]⟧(one)"),
        ("CO$_2$, H$_2$O, O$(n)$", "CO⟦_2⟧, H⟦_2⟧O, O⟦(n)⟧"),
        ("$a$$b$, $a$/$b$, $a$,$b$", "⟦a⟧⟦b⟧, ⟦a⟧/⟦b⟧, ⟦a⟧,⟦b⟧"),
        ("$5/$n$ each, from $5-$x$", "$5/⟦n⟧ each, from $5-⟦x⟧"),
        ("$`x^2`$ and $`a`, b", "⟦x^2⟧ and $‹a›, b"),
        ("Text $$ x = y $$ and $$\\sum_{i}$$.", "Text ⟦x = y⟧ and ⟦\\sum_{i}⟧."),
        (r"Not \$x$, nor $x\$.", "Not $x$, nor $x$."),
        ("$ x $, $x $ and $ x$", "$ x $, $x $ and $ x$"),
        ("$x$1 and 1$x$", "$x$1 and 1$x$"),
        ("[costs $5](u), [costs 5$](v)", "costs $5, costs 5$"),
        ("**$5**, **x$**", "$5, x$"),
    ],
)
def test_where_a_formula_begins_and_ends(markdown: str, expected: str) -> None:
    assert read(markdown) == expected


INDICES = [
    "Sums a_{i=1} and b.",
    "A sum a_{n=0}^{N} of f(x){x=1} and 2 * 3*{k=v}.",
    "Indices M_{ij=1}, a*{kk=1} and x_{.5}.",
    "The set {x=1}, then a[i]{j=2}.",
]


@pytest.mark.parametrize("markdown", [*INDICES, *(f"# {text[:-1]}" for text in INDICES), "# Ions x^{-}"])
def test_braces_of_mathematics_are_shown_in_every_form(markdown: str) -> None:
    expected = markdown.removeprefix("# ")
    assert words(in_print(markdown)) == expected
    assert " ".join(one.written for one in narrated(markdown).utterances) == expected
    assert words(on_the_page(markdown)) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("*a*{.b} **a**{#c} _d_{k='v'} ~~x~~{.z}", "a⟨{.b}⟩ a⟨{#c}⟩ d⟨{k='v'}⟩ x⟨{.z}⟩"),
        ("***x***{.y} *a **b**{.c}*", "x⟨{.y}⟩ a b⟨{.c}⟩"),
        ("`a`{.b} `i`{=html} [t](u){.x} [span]{.y}", "‹a›⟨{.b}⟩ ‹i›⟨{=html}⟩ t⟨{.x}⟩ [span]⟨{.y}⟩"),
        ("![](a.png){width=50%}", "⟨{width=50%}⟩"),
        ("x*{.b} x_{.b} x`{.b} f(x){.b} a[i]{.b}", "x*{.b} x_{.b} x`{.b} f(x){.b} a[i]{.b}"),
        ("2 * 3*{.b}, **a*{=html}", "2 * 3*{.b}, *a{=html}"),
        ("`a`{x=1} $x${n=1} *a*{i=1} [t](u){i=1}", "‹a›{x=1} ⟦x⟧{n=1} a{i=1} t{i=1}"),
        ("$x${.c} and (x)_{i=1} + b_{j=2}", "⟦x⟧⟨{.c}⟩ and (x){i=1} + b{j=2}"),
    ],
)
def test_attributes_follow_only_what_ended(markdown: str, expected: str) -> None:
    assert read(markdown) == expected


def test_sums_between_escaped_brackets_stay_whole() -> None:
    assert words(on_the_page(r"\[ \sum_{i=1}^{n} i \]")) == r"[ \sum_{i=1}^{n} i ]"
    lines = "\\[\n\\frac{a}{b}\n\\alpha\n\\]\n"
    assert words(in_print(lines)).split() == lines.replace("\\[", "[").replace("\\]", "]").split()


def test_commands_of_tex_without_words_are_markup_and_others_are_text() -> None:
    def types(markdown: str) -> list[str]:
        return [node.type for node in parse(markdown).children]

    assert types("\\newpage\n") == types("\\vspace{1cm}\n") == types("\\blandscape\n") == ["template_tag"]
    assert types("\\textbf{Words}\n") == types("\\frac{a}{b}\n") == ["paragraph"]


def test_captions_keep_braces_that_hold_no_attributes() -> None:
    def caption(words: str) -> str:
        (found,) = [
            node
            for node in parse(f"| a |\n|---|\n| b |\n\nTable: {words}\n").walk()
            if node.type == "caption"
        ]
        return "".join(map(written, found.children))

    assert caption("Sums a_{i=1}") == "Sums a_{i=1}"
    assert caption("The set {a, b}") == "The set {a, b}"
    assert caption("Sums {#tbl:sums .wide}") == "Sums"
