"""Mermaid diagrams as graphs: labels as Mermaid shows them, and statements that end where Mermaid ends them."""

from __future__ import annotations

import pytest

from audiobook.narration.graphs import graph_of
from audiobook.narration.labels import shown, spoken


@pytest.mark.parametrize(
    ("written", "label", "told"),
    [
        ("user_id", "user_id", r"user\_id"),
        ("Is it a*b?", "Is it a*b?", r"Is it a\*b"),
        ('"Vec<T> done..."', "Vec<T> done...", "`Vec<T>` done"),
        ("Map<K, List<V>>", "Map<K, List<V>>", "`Map<K, List<V>>`"),
        ("a < b and c > d", "a < b and c > d", r"a \< b and c \> d"),
        ("#35; hash &amp; x &#35;", "# hash & x #", r"# hash \& x #"),
        ("say #quot;hi#quot;#59; 3 #gt; 2", 'say "hi"; 3 > 2', r'say "hi"; 3 \> 2'),
        ("#lt;b#gt;", "<b>", "`<b>`"),
        ("C# and #1", "C# and #1", "C# and #1"),
        ("One<br/>two<BR>three\\nfour", "One\ntwo\nthree\nfour", "One two three four"),
        ("H<sub>2</sub>O <b>now</b>", "H2O now", "H2O now"),
        ('"`The **bold** and\n _slanted_ snake_case`"', "The bold and\nslanted snake_case", None),
        ('"`**#42;**`"', "*", r"\*"),
        ("**not bold**", "**not bold**", None),
        ("fa:fa-car By car", "By car", "By car"),
        ("$$x^2$$", "$$x^2$$", "a formula"),
        ('say "hi"', 'say "hi"', 'say "hi"'),
        (" ... ", "...", ""),
    ],
)
def test_a_label_as_it_is_shown_and_as_it_is_told(written: str, label: str, told: str | None) -> None:
    assert shown(written) == label
    if told is not None:
        assert spoken(label) == told


@pytest.mark.parametrize(
    ("source", "labels", "edges"),
    [
        ("graph TD; A-->B; B-->C;", ["A", "B", "C"], [("A", "B", ""), ("B", "C", "")]),
        ("graph TD\nA[one; two] --> B{#35; &amp; x}", ["one; two", "# & x"], [("A", "B", "")]),
        ('graph TD\nA["[x]; (y)"] --> B(["a; b"]); B --> A', ["[x]; (y)", "a; b"], None),
        ("graph TD\nA -- yes; no --> B -->|a; b| C; C --- A; A == x; y ==> B", None,
         [("A", "B", "yes; no"), ("B", "C", "a; b"), ("C", "A", ""), ("A", "B", "x; y")]),
        ('graph TD\nA -- "x > 3" --> B\nB -->|"a | b"| A', None, [("A", "B", "x > 3"), ("B", "A", "a | b")]),
        ('graph TD\nA["`one\ntwo`"] --> B[three\nfour]\nB --> A', ["one\ntwo", "three\nfour"],
         [("A", "B", ""), ("B", "A", "")]),
        ('graph TD\nA@{ shape: circle, label: "a {b}; c" } --> B@{ label: it, shape: rect }', ["a {b}; c", "it"], None),
        ("graph TD\nA[not closed --> B\nC --> D; D --> E", None, [("C", "D", ""), ("D", "E", "")]),
        ("graph TD\nA[...] --> B>flag; x]", ["...", "flag; x"], [("A", "B", "")]),
        ('stateDiagram-v2\nstate "Is it; done?" as D\nA : user_id#59; x\nA --> D : go!; D --> A',
         ["Is it; done?", "user_id; x"], [("A", "D", "go!"), ("D", "A", "")]),
    ],
)  # fmt: skip
def test_a_graph(source: str, labels: list[str] | None, edges: list[tuple[str, str, str]] | None) -> None:
    graph = graph_of(source)
    assert graph is not None
    assert labels is None or list(graph.labels.values()) == labels
    assert edges is None or graph.edges == edges
