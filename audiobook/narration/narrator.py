"""What the rules of narration share: where they are in the lesson, what has been said, and the ledger.

A rule (blocks/) gets a node and a Narrator; it says sentences and accounts for the node. It never splits sentences,
speaks words, or looks for directives itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from audiobook.errors import Problem
from audiobook.markdown.tree import lines_of
from audiobook.model import LedgerEntry, Section, Treatment, Utterance, Written
from audiobook.narration import references
from audiobook.narration.directives import (
    HINT,
    Directive,
    MalformedDirective,
    attribute_of,
    directive_in,
    read_directive,
)
from audiobook.narration.endings import ended, unspeakable
from audiobook.narration.inline import Inline, Note, read, written
from audiobook.narration.parts import PART_TYPES, SILENT_TYPES, Chapter, Footnote, Pauses
from audiobook.narration.signs import is_silent, without_echoes
from audiobook.narration.spoken import speak, split_sentences
from audiobook.narration.spoken.versions import Versions
from audiobook.narration.writing import EMPTY, join, lines

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.config import NarrationSettings
    from audiobook.narration.code import Cap
    from audiobook.narration.lexicon import Lexicon

Rule = Callable[["Narrator", "SyntaxTreeNode"], None]


class Narrator:
    """The state of one lesson's narration. Rules use the methods below the constructor."""

    def __init__(
        self,
        path: str,
        settings: NarrationSettings,
        lexicon: Lexicon,
        rules: dict[str, Rule],
        by_role: Mapping[str, Lexicon],
    ) -> None:
        pauses = settings.pauses
        self.path = path
        self.settings = settings
        self.lexicon = lexicon
        self._by_role = by_role
        self.rules = rules
        self.pauses = Pauses(
            (pauses.heading_1, pauses.heading_2, pauses.heading_3), pauses.paragraph, pauses.thematic_break
        )
        self.chapters: list[Chapter] = []
        self.ids: set[str] = set()  # of all sections and chapters
        self.ledger: list[LedgerEntry] = []
        self.problems: list[Problem] = []
        self.footnotes: dict[str, Footnote] = {}
        self.postponed: list[Footnote] = []  # long footnotes, for the end of the section
        self.expanded: set[str] = set()  # abbreviations explained so far
        self.role = "narrator"
        self.cap: Cap = settings.code
        self.codes = 0  # how many blocks of code have been told
        self.known: set[str] = set()  # the kinds of blocks described so far
        self.last_lines: dict[str, int] = {}  # where the last block of each kind begins
        self.begun = False  # something has been said
        self.unseen = False  # a picture without words stands right before
        self._heard = ""
        self.prose = ""  # the paragraph said last, for code that follows it
        self.depth = 0  # of lists within lists
        self.parent = EMPTY  # the list item that holds the list being told
        self._numbers: dict[str, int] = {}  # the last number given to an id that was taken
        self._section: Section
        self._versions = Versions()
        self._bounds = (1, 1)
        self._around: list[tuple[Sequence[SyntaxTreeNode], int]] = []
        self._waiting: list[tuple[Directive, int]] = []

    @property
    def heard(self) -> str:
        """The kind of the block just described: "code", "table", ...; "" after prose."""
        return self._heard

    @heard.setter
    def heard(self, kind: str) -> None:
        self._heard = kind
        if kind:
            self.known.add(kind)

    # -- walking ----------------------------------------------------------------------------------------------

    @contextmanager
    def within(self, bounds: tuple[int, int]) -> Iterator[None]:
        """Keep the lines of nodes within these (1-based, inclusive): those of the top-level block that holds them."""
        before, self._bounds = self._bounds, bounds
        yield
        self._bounds = before

    def begin(self, section: Section) -> None:
        """Say what follows in the chapter of a section."""
        self._section = section
        self._versions = Versions()
        self.chapters.append(Chapter(section.id, section.title, section.level))

    def walk(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        """Narrate blocks in order."""
        self.walk_with(nodes, lambda _, node: self.block(node))

    def walk_with(self, nodes: Sequence[SyntaxTreeNode], tell: Callable[[int, SyntaxTreeNode], None]) -> None:
        """Call `tell` with the position of each node and the node, so that what is to come is known meanwhile."""
        self._around.append((nodes, 0))
        for index, node in enumerate(nodes):
            self._around[-1] = (nodes, index)
            tell(index, node)
        self._around.pop()
        if (
            self._around
        ):  # what ends a section may be about the next one; what ends a box or item is about nothing
            self.finish()

    def block(self, node: SyntaxTreeNode) -> None:
        """Narrate one block: by its author's directives, else by the rule for its type."""
        rule = self.rules.get(node.type, self.rules[""])
        if node.type in SILENT_TYPES:
            rule(self, node)
        else:
            self.block_with(node, lambda: rule(self, node))

    def block_with(self, node: SyntaxTreeNode, tell: Callable[[], object]) -> None:
        """Narrate one block: by its author's directives, else by calling `tell`."""
        directives = [directive for directive, _ in self._waiting]
        lines = [line for _, line in self._waiting]
        self._waiting = []
        attribute = self._attribute(node)
        if attribute:
            directives.append(attribute)
            lines.append(self.lines(node)[0])
        for directive in directives:
            if directive.kind == "pause":
                self.pause(directive.pause_ms)
        spoken = next((d for d in directives if d.kind in ("words", "skip")), None)
        if spoken is not None:
            self._replace(node, spoken)
            return
        cap = next((index for index, d in enumerate(directives) if d.kind == "level"), None)
        if cap is None:
            tell()
            return
        before, codes = self.cap, self.codes
        self.cap = directives[cap].value  # type: ignore[assignment]
        tell()
        self.cap = before
        if self.codes == codes:
            self.problem(lines[cap], f"`{directives[cap].value}` is for code, and none follows")

    def aside(self, node: SyntaxTreeNode, within: str) -> None:
        """Narrate what stands between the parts of a block, where a directive would be about nothing."""
        self.block(node)
        for _, line in self._waiting:
            self.problem(line, f"a directive stands between the parts of a {within}")
        self._waiting = []

    def is_directed(self, node: SyntaxTreeNode) -> bool:
        """Whether the author said how to narrate this block, so that `block` has to see to it."""
        return bool(self._waiting) or "narrate" in node.attrs

    def _attribute(self, node: SyntaxTreeNode) -> Directive | None:
        text = attribute_of(node)
        if text is None:
            return None
        try:
            return read_directive(text)
        except MalformedDirective as error:
            self.problem(self.lines(node)[0], str(error))
            return None

    def _replace(self, node: SyntaxTreeNode, directive: Directive) -> None:
        if directive.kind == "skip":
            self.account_all(node, "omitted", "left out by the author")
            return
        kind = "heading" if node.type == "heading" else "prose"
        pause = self.pauses.after_heading if kind == "heading" else self.pauses.paragraph
        if kind == "heading":
            self.pause(self.pauses.before_heading(int(node.tag[1:])))
        self.say(written(directive.value), kind, node, pause)
        self.account_all(node, "described", "in the author's words")
        self.heard, self.prose = "", directive.value

    def comment(self, node: SyntaxTreeNode) -> str:
        """Take up the directive in a comment, if it is one. Gives the reason for the ledger."""
        line = self.lines(node)[0]
        try:
            directive = directive_in(node.content.strip())
        except MalformedDirective as error:
            self.problem(line, str(error))
            return "a malformed directive"
        if directive is None:
            return "a comment"
        if directive.kind == "pause":
            self.pause(directive.pause_ms)
        else:
            self._waiting.append((directive, line))
        return f"a directive to the narration: {directive.kind}"

    def finish(self) -> None:
        """Report what was asked for a block that never came."""
        for _, line in self._waiting:
            self.problem(line, "a directive has no block after it")
        self._waiting = []

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, f"narration: {message}", HINT))

    def upcoming(self) -> Iterator[SyntaxTreeNode]:
        """The blocks that will be told after this one, in order: those beside it, then those after its parent."""
        for nodes, index in reversed(self._around):
            for position in range(index + 1, len(nodes)):
                yield nodes[position]

    @contextmanager
    def own_chapter(self, title: str) -> Iterator[None]:
        """Say what follows in a chapter of its own; what comes after it in the section makes another."""
        if len(self._around) > 1:  # within a list or box, chapters would cut what belongs together
            yield
            return
        here = self._section
        self.chapters.append(Chapter(self._unused_id(f"{here.id}-optional"), title, here.level + 1))
        yield
        self.chapters.append(
            Chapter(self._unused_id(f"{here.id}-continued"), f"{here.title}, continued", here.level)
        )

    def _unused_id(self, wanted: str) -> str:
        identifier = wanted
        while identifier in self.ids:
            self._numbers[wanted] = self._numbers.get(wanted, 1) + 1
            identifier = f"{wanted}-{self._numbers[wanted]}"
        self.ids.add(identifier)
        return identifier

    # -- accounting -------------------------------------------------------------------------------------------

    def lines(self, node: SyntaxTreeNode) -> tuple[int, int]:
        """The 1-based, inclusive source lines of a node; those of the block that holds it where it has none."""
        return lines_of(node, self._bounds)

    def account(
        self, node: SyntaxTreeNode, treatment: Treatment = "spoken", reason: str = "", kind: str = ""
    ) -> None:
        """Enter a block into the ledger, by the type of its node unless `kind` is a better name."""
        self.ledger.append(LedgerEntry(kind or node.type, *self.lines(node), treatment, reason))

    def account_all(self, node: SyntaxTreeNode, treatment: Treatment, reason: str) -> None:
        """Enter a block and all blocks within it into the ledger."""
        for inner in node.walk():
            if inner.type not in PART_TYPES and (inner is node or inner.block or inner.map):
                self.account(inner, treatment, reason)

    # -- saying -----------------------------------------------------------------------------------------------

    def say(
        self, what: Written, kind: str, node: SyntaxTreeNode, pause_ms: int, *, whole: bool = False
    ) -> int:
        """Say `what`, a sentence an utterance, or as one utterance when `whole`. Gives how many there were.

        `pause_ms` is the silence after the last one.
        """
        return self.say_sentences([what] if whole else self.sentences_of(what), kind, node, pause_ms)

    def sentences_of(self, what: Written) -> list[Written]:
        """The sentences of a text; a hard line break ends one."""
        return [sentence for line in lines(what) for sentence in split_sentences(line)]

    def say_sentences(
        self, sentences: Sequence[Written], kind: str, node: SyntaxTreeNode, pause_ms: int
    ) -> int:
        """Say sentences, an utterance each; those without words are passed over. Gives how many were said."""
        first, last = self.lines(node)
        role = "code" if kind == "code" else self.role
        lexicon = self._by_role.get(role, self.lexicon)
        said: list[Utterance] = []
        for sentence in sentences:
            if is_silent(sentence):
                continue
            words = speak(without_echoes(self._versions.recalled(sentence)), lexicon)
            if words:
                if wrong := unspeakable(
                    words
                ):  # a fault of the spoken layer: better no audio than noise in it
                    raise RuntimeError(
                        f"{self.path}:{first}: {wrong!r} was to be spoken, for {sentence.text!r}"
                    )
                text = sentence.text.replace("\n", " ")
                said.append(Utterance(kind, text, ended(words), first, last, self.pauses.sentence, role))
        if said:
            said[-1] = replace(said[-1], pause_ms=pause_ms)
            self.chapters[-1].utterances += said
            self.begun = True
        return len(said)

    def tell(self, markdown: str, kind: str, node: SyntaxTreeNode, pause_ms: int) -> int:
        """Say the narrator's own sentence, given as inline Markdown."""
        return self.say(written(markdown), kind, node, pause_ms)

    def pause(self, milliseconds: int) -> None:
        """Make the silence after what was said last at least this long."""
        for chapter in reversed(self.chapters):
            if chapter.utterances:
                last = chapter.utterances[-1]
                chapter.utterances[-1] = replace(last, pause_ms=max(last.pause_ms, milliseconds))
                return

    def read(self, node: SyntaxTreeNode) -> Inline:
        """The text of an `inline` node; reports directives that stand amid text."""
        inline = read(node, self.expanded)
        for comment in inline.comments:
            try:
                misplaced = directive_in(comment) is not None
            except MalformedDirective:
                misplaced = True
            if misplaced:
                self.problem(self.lines(node)[0], "a directive stands amid text, not on a line of its own")
        return inline

    def prose_of(
        self, node: SyntaxTreeNode, inline: Inline, kind: str, pause_ms: int, lead: Written = EMPTY
    ) -> int:
        """Say a run of text with `lead` before its first sentence, and its short footnotes after their sentences."""
        sentences = self.sentences_of(inline.written)
        whole = inline.written.text
        notes = list(inline.notes)
        count = position = 0
        for index, sentence in enumerate(sentences):
            found = whole.find(sentence.text, position)
            position = (found if found != -1 else position) + len(sentence.text)
            last = index == len(sentences) - 1
            due = [note for note in notes if note.position <= position or last]
            notes = notes[len(due) :]
            heard = references.resolve(sentence, self._surroundings())
            if index == 0 and lead.text:
                heard = join((lead, heard))
            count += self.say_sentences([heard], kind, node, pause_ms if last else self.pauses.sentence)
            for note in due:
                count += self.footnote(note, node, pause_ms if last else self.pauses.sentence)
        if not sentences:
            count += self.say(lead, kind, node, pause_ms)
            for note in notes:
                count += self.footnote(note, node, pause_ms)
        self.heard, self.prose, self.unseen = "", whole, False
        return count

    def footnote(self, note: Note, node: SyntaxTreeNode, pause_ms: int) -> int:
        """Say a short footnote, or set a long one aside for the end of the section. Gives how many were said."""
        from audiobook.narration.blocks.footnotes import called

        return called(self, note, node, pause_ms)

    def footnotes_of(self, inline: Inline, node: SyntaxTreeNode) -> None:
        """Say the footnotes that a text calls which is not said by `prose_of`: a title, a cell, a term."""
        for note in inline.notes:
            self.footnote(note, node, self.pauses.paragraph)

    def _surroundings(self) -> references.Surroundings:
        return references.Surroundings(
            self.heard, self.upcoming, self.known, self._comes_later, self.begun, self.unseen
        )

    def _comes_later(self, kinds: tuple[str, ...]) -> bool:
        """Whether a block of one of these kinds begins after the block that is being told."""
        return any(self.last_lines.get(kind, 0) > self._bounds[1] for kind in kinds)

    @contextmanager
    def voice(self, role: str) -> Iterator[None]:
        """Say what follows in another role."""
        before, self.role = self.role, role
        yield
        self.role = before
