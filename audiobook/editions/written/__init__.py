"""A written lesson as elements, for every edition that is read: the EPUB (`epub`) and the page to print (`printed`).

| module | what it does |
|---|---|
| `blocks` with `lists`, `tables`, `boxes`, `code`; `inline` | a rule for each type of node, and for text |
| `sheet`, `runs`, `xhtml` | what rules write on: elements, text that can be cut into sentences |
| `shown` | the pictures that a lesson names |

What an edition has of its own, such as where links lead and how footnotes are called, is given to the rules (`Context`
in `inline`), or is a rule of that edition in the place of one here.
"""
