"""Check a podcast feed against what podcast apps and directories ask of it.

    place (web.py, beside.py) -> bytes -> Feed (reading.py) -> answers of what it links to -> rules/ -> findings

`rules/` is a table: a row a rule, each with its severity, its reason and the specification it comes from. A rule looks
at the feed and at the answers that were got for it, and fetches nothing itself.
"""
