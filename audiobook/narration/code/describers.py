"""From a block to its telling: special shapes first, then the language's own module, then the outline, then tokens."""

from __future__ import annotations

import importlib
from types import ModuleType

from audiobook.narration.code import shapes, tokens
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.languages import Language
from audiobook.narration.code.snippet import Snippet, read
from audiobook.narration.code.telling import LINES, Telling, in_order
from audiobook.narration.code.words import IT, clause, code, count, spoken_length

_MOST_DAMAGE = 0.35
_LONGEST_LINE = 30


def _module(language: Language) -> ModuleType | None:
    return importlib.import_module(f"audiobook.narration.code.{language.module}") if language.module else None


def parsed(snippet: Snippet) -> Snippet:
    """`snippet` with its syntax tree, when its language has a grammar and it is not parsed yet."""
    if not snippet.language.grammar or snippet.tops:
        return snippet
    return read(snippet.source, snippet.language, snippet.lines, snippet.title)


def tell(snippet: Snippet) -> Telling | None:
    """The most telling description there is, or None when even the tokens say nothing."""
    if (special := shapes.tell(snippet)) is not None:
        return special
    tree = parsed(snippet)
    if not tree.language.grammar or tree.damage <= _MOST_DAMAGE:
        module = _module(tree.language)
        told: Telling | None = None
        if module is not None:
            told = module.tell(tree)
        elif tree.language.grammar:
            from audiobook.narration.code import outline

            told = outline.tell(tree)
        if told is not None and any(said.forms for said in told.says):
            return told
    return tokens.tell(snippet)


def acts_of(source: str, language: Language) -> list[str]:
    """What a piece of code does, as verb phrases; empty when it cannot be told."""
    lines = sum(1 for line in source.split("\n") if line.strip())
    tree = parsed(Snippet(source, language, lines, (), 1.0))
    module = _module(language)
    if module is not None and hasattr(module, "acts_of_text"):
        return list(module.acts_of_text(source))
    if not language.grammar or tree.damage > _MOST_DAMAGE:
        return []
    from audiobook.narration.code import phrases

    return phrases.acts(tree.tops, getattr(module, "act", None))


def value_of(source: str, language: Language) -> str:
    """A value as a noun phrase, or empty when it is not one value or too long to say."""
    if not language.grammar:
        return ""
    from audiobook.narration.code import nouns

    tree = read(source, language, 1)
    if tree.damage or len(tree.tops) != 1:
        return ""
    told: str = getattr(_module(language), "noun", nouns.noun)(tree.tops[0])
    return "" if told == "a computed value" else told


def every_line(snippet: Snippet) -> Telling:
    """Each statement in words where all can be told so, else each line through the technical layer."""
    head = say(f"{count(snippet.lines, snippet.language.noun)}{_of(snippet)}", rank=2)
    phrases = acts_of(snippet.source, snippet.language)
    if len(phrases) >= snippet.lines:
        return Telling((head, *(say(clause("it", phrase)) for phrase in phrases)), LINES, "lines")
    lines = [Say((f"{spoken}.",)) for line in snippet.source.split("\n") if (spoken := code(line))]
    return Telling((head, *lines), LINES, "lines")


def by_line(snippet: Snippet) -> Telling | None:
    """A short block, each statement as a sentence; None when one of them cannot be told in words."""
    phrases = acts_of(snippet.source, snippet.language)
    if any(phrase.startswith("defines the ") for phrase in phrases):
        return None
    if (
        not phrases
        or len(phrases) > snippet.lines
        or any(spoken_length(phrase) > _LONGEST_LINE for phrase in phrases)
    ):
        return None
    size = f"{count(snippet.lines, snippet.language.noun)}{_of(snippet)}"
    if len(phrases) == 1:
        return Telling((_only(size, phrases[0]),), LINES, "lines")
    return Telling((say(size, rank=2), *in_order(phrases)), LINES, "lines")


def _only(size: str, phrase: str) -> Say:
    """One statement on its own: "One line of Python, which sets `x` to 5"."""
    link, subject = (": ", "it") if IT in phrase else (", ", "which")
    return say(f"{size}{link}{clause(subject, phrase)}")


def _of(snippet: Snippet) -> str:
    return f" of {snippet.language.spoken}" if snippet.language.spoken else ""
