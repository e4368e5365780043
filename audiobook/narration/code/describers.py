"""From a block to its telling: special shapes first, then the language's own module, then the outline, then tokens."""

from __future__ import annotations

import importlib
from types import ModuleType

from audiobook.narration.code import shapes, tokens
from audiobook.narration.code.act import Act, as_act
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.languages import STATEMENTS, Language
from audiobook.narration.code.snippet import Snippet, read
from audiobook.narration.code.telling import IDIOM, LINES, NOTICE, Telling, in_order
from audiobook.narration.code.words import IT, clause, code, count, spoken_length

_MOST_DAMAGE = 0.35
_MINIFIED = 400
_UNREAD = 0.02
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
    if _is_minified(snippet):
        return _minified(snippet)
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
            return (
                _with_the_rest(told)
                if tree.damage > _UNREAD and told.level > IDIOM and snippet.language.grammar in STATEMENTS
                else told
            )
    return tokens.tell(snippet)


def _is_minified(snippet: Snippet) -> bool:
    return snippet.language.grammar in STATEMENTS and max(map(len, snippet.source.split("\n"))) > _MINIFIED


def _minified(snippet: Snippet) -> Telling:
    """Code that no reader is meant to read."""
    size = count(snippet.lines, snippet.language.noun)
    verb = "is" if snippet.lines == 1 else "are"
    words = f"{size} of minified {snippet.language.spoken}, which {verb} in the written lesson"
    return Telling((say(words, rank=0),), NOTICE, "minified code")


def _with_the_rest(told: Telling) -> Telling:
    """A telling of what could be read, which says that there is more."""
    rest = say("part of it could not be read, and is in the written lesson", rank=2)
    return Telling((*told.says, rest), told.level, told.what)


def acts_of(source: str, language: Language) -> list[str]:
    """What a piece of code does, as verb phrases; empty when it cannot be told."""
    lines = sum(1 for line in source.split("\n") if line.strip())
    tree = parsed(Snippet(source, language, lines, (), 1.0))
    module = _module(language)
    if module is not None and hasattr(module, "acts_of_text"):
        return list(module.acts_of_text(source))
    if not language.grammar or tree.damage > _MOST_DAMAGE:
        return []
    if language.grammar not in STATEMENTS and not hasattr(module, "act"):
        return []
    from audiobook.narration.code import phrases

    return phrases.acts(tree.tops, getattr(module, "act", None))


def steps_of_text(source: str, language: Language) -> list[Act]:
    """Like `acts_of`, with the asides that the author's comments at line ends make."""
    module = _module(language)
    if not language.grammar or hasattr(module, "acts_of_text"):
        return [as_act(phrase) for phrase in acts_of(source, language)]
    lines = sum(1 for line in source.split("\n") if line.strip())
    tree = parsed(Snippet(source, language, lines, (), 1.0))
    if tree.damage > _UNREAD or (language.grammar not in STATEMENTS and not hasattr(module, "act")):
        return []
    from audiobook.narration.code import phrases

    return phrases.steps(tree.tops, 0, getattr(module, "act", None))


def value_of(source: str, language: Language) -> str:
    """A value as a noun phrase, or empty when it is not one value or too long to say."""
    if not language.grammar:
        return ""
    from audiobook.narration.code import nouns

    tree = read(source, language, 1)
    if tree.damage or len(tree.tops) != 1:
        return ""
    told: str = getattr(_module(language), "noun", nouns.noun)(tree.tops[0])
    return "" if told.startswith(("a computed value", "a value computed")) else told


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
    if _is_minified(snippet):
        return None
    steps = steps_of_text(snippet.source, snippet.language)
    if any(step.plain.startswith("defines the ") for step in steps):
        return None
    if (
        not steps
        or len(steps) > snippet.lines
        or any(spoken_length(step.plain) > _LONGEST_LINE for step in steps)
    ):
        return None
    size = f"{count(snippet.lines, snippet.language.noun)}{_of(snippet)}"
    if len(steps) == 1:
        return Telling((_only(size, steps[0]),), LINES, "lines")
    return Telling((say(size, rank=2), *in_order(steps)), LINES, "lines")


def _only(size: str, step: Act) -> Say:
    """One statement on its own: "One line of Python, which sets `x` to 5"."""
    if step.plain.startswith("evaluates "):
        return say(*(f"{size}: {form.removeprefix('evaluates ')}" for form in (step.full, step.plain)))
    plain = IT not in step.plain and ": " not in step.plain
    if size.startswith("one ") and plain:
        return say(*(f"{size}, which {form}" for form in (step.full, step.plain)))
    return say(*(f"{size}: {clause('it', form)}" for form in (step.full, step.plain)))


def _of(snippet: Snippet) -> str:
    return f" of {snippet.language.spoken}" if snippet.language.spoken else ""
