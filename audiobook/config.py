"""Settings: the only reader of TOML settings and of the environment. Unknown keys are errors.

| file, each optional | holds | model |
|---|---|---|
| `audiobook.toml`, in the project's root | defaults for every course, where things lie | ProjectSettings |
| `content/<course>/course.toml` | what the course is called and how it sounds | CourseSettings |
| front matter of a lesson | its id, title, date, module, voice | LessonSettings |
| `content/lexicon.toml`, `content/<course>/lexicon.toml` | how words are said | WordSettings |

A course setting comes from course.toml, else audiobook.toml, else the default here. Settings that are
the machine's and not the content's can come from the environment, and then win over audiobook.toml:

- `AUDIOBOOK_STORE`: folder or URL of the store; `AUDIOBOOK_STORE_FROM`: of one to take from, never written
- `AUDIOBOOK_OUTPUT`: the output folder
- `AUDIOBOOK_JOBS`: how many things a build may work on at once

What must not stand in a file comes from the environment alone:

- `OPENAI_API_KEY`: the key of a speech service; `OPENAI_BASE_URL`: the address of the service it is the key of
- `AUDIOBOOK_PIPER_VOICES`: a folder of voices; `AUDIOBOOK_KOKORO_MODEL`, `AUDIOBOOK_KOKORO_VOICES`: the files of Kokoro
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, StrictBool, StrictInt

from audiobook.documents import Document, read_toml, shown
from audiobook.errors import Problem, UsageError
from audiobook.names import did_you_mean, title_of
from audiobook.validation import (
    Day,
    Email,
    FolderUrl,
    Guid,
    Id,
    Language,
    Milliseconds,
    Settings,
    Spelling,
    Spoken,
    Text,
    Url,
    Words,
    one_or_more,
    validated,
)

DEFAULT_BASE_URL = "http://localhost:8000/"
DEFAULT_AUTHOR = "Unknown author"
PROJECT_FILE = "audiobook.toml"
COURSE_FILE = "course.toml"
LEXICON_FILE = "lexicon.toml"


# -- the settings --------------------------------------------------------------------------------------------


Severity = Literal["error", "warning", "off"]


def _known_rules(value: object) -> object:
    """Refuse names of rules that lint does not have."""
    from audiobook.lint.rules import RULES

    if not isinstance(value, dict):
        hint = 'Write it as `[lint.rules]`, with lines such as `bare-url = "off"`'
        raise ValueError("is not a table", hint)  # noqa: TRY004 - pydantic takes up no TypeError
    known = [rule.name for rule in RULES]
    for name in value:
        if name not in known:
            raise ValueError(f"has no rule `{name}`", did_you_mean(name, known))
    return value


ANNOUNCEMENT_FIELDS = ("course", "lesson", "module", "author", "number", "total", "next")


def _known_fields(template: str) -> str:
    """Refuse a template with a field that nothing is known of."""
    for name in re.findall(r"\{([^{}]*)\}", template):
        if name not in ANNOUNCEMENT_FIELDS:
            hint = did_you_mean(name, ANNOUNCEMENT_FIELDS)
            raise ValueError(f"has no field {{{name}}}", hint)
    return template


class PauseSettings(Settings):
    """Silences in milliseconds. `heading_N` stands before a heading of level N, 3 before deeper ones too."""

    heading_1: Milliseconds = 1500
    heading_2: Milliseconds = 1000
    heading_3: Milliseconds = 600
    paragraph: Milliseconds = 350
    thematic_break: Milliseconds = 1200


class NarrationSettings(Settings):
    """How a course is narrated. `code` caps the detail in which code is told, `max_code_words` the length."""

    code: Literal["auto", "outline", "announce", "read"] = "auto"
    max_code_words: Annotated[StrictInt, Field(ge=10, le=1000)] = 90
    pauses: PauseSettings = Field(default_factory=PauseSettings)


class VoicesSettings(Settings):
    """Voices of their own for what is not the narrator's: code as it is told, and quotes."""

    code: Text | None = None
    quote: Text | None = None


class AnnouncementSettings(Settings):
    """What is said before and after a lesson: inline Markdown with fields, empty for nothing.

    Fields: {course}, {lesson}, {module}, {author}, {number}, {total}, {next} (the title of the lesson after it). A
    sentence with a field that has no value is left out.
    """

    opening: Annotated[Words, AfterValidator(_known_fields)] = ""
    closing: Annotated[Words, AfterValidator(_known_fields)] = ""


class EditionsSettings(Settings):
    """The forms a course is published in, beside the MP3 files and their transcripts, each on or off."""

    m4b: StrictBool = True
    audiobook: StrictBool = True
    epub: StrictBool = True
    printed: StrictBool = True
    opus: StrictBool = False


class CardsSettings(Settings):
    """Pictures of code, tables and diagrams for players to show.

    `theme`: of those in files that hold one only. `m4b`: whether the book has them too.
    """

    enabled: StrictBool = True
    theme: Literal["dark", "light"] = "dark"
    m4b: StrictBool = True


class LintSettings(Settings):
    """What `audiobook lint` minds. `rules`: the severity of a rule by its name, where it is not to be the rule's own.

    Lengths of sentences are in spoken words, of code in lines that are not blank. A table without a limit here is too
    big where narration stops telling it whole.
    """

    rules: Annotated[dict[str, Severity], BeforeValidator(_known_rules)] = Field(default_factory=dict)
    max_sentence_words: Annotated[StrictInt, Field(ge=10, le=1000)] = 50
    max_code_lines: Annotated[StrictInt, Field(ge=1)] = 30
    max_table_rows: Annotated[StrictInt, Field(ge=1)] | None = None
    max_table_columns: Annotated[StrictInt, Field(ge=1)] | None = None


class ModuleSettings(Settings):
    """A named group of lessons, by their ids. Lessons may name their module in front matter instead."""

    title: Text
    lessons: tuple[Id, ...] = ()


class CourseSettings(Settings):
    """One course. `base_url` is the public folder of its edition and ends with a slash; `cover` a file name.

    `voice` is the narrator's: `ENGINE[:VOICE][?SETTING=VALUE&...]`. `earcons`: a short sound where code begins and
    ends, and at both ends of a lesson.
    `category`: an Apple Podcasts category and, if wanted, its subcategory.
    `related`: courses of the same content folder that its learners may like, by slug.
    `license`: an SPDX identifier, or a name with its `license_url`.
    `private`: for subscribers only; no directory, catalogue or search engine lists it, and its feed tells no e-mail
    address. `owner_email`: where directories ask whose a public feed is.
    """

    title: Text
    subtitle: Words = ""
    author: Text = DEFAULT_AUTHOR
    description: Words = ""
    language: Language = "en-US"
    cover: Text | None = None
    published: Day | None = None
    base_url: FolderUrl = DEFAULT_BASE_URL
    category: Annotated[tuple[Text, ...], BeforeValidator(one_or_more), Field(max_length=2)] = (
        "Education",
        "Courses",
    )
    voice: Text = "pyttsx3"
    voices: VoicesSettings = Field(default_factory=VoicesSettings)
    earcons: StrictBool = False
    explicit: StrictBool = False
    complete: StrictBool = False
    copyright: Words = ""
    license: Words = ""
    license_url: Url | None = None
    private: StrictBool = False
    owner_email: Email | None = None
    guid: Guid | None = None
    related: tuple[Text, ...] = ()
    modules: tuple[ModuleSettings, ...] = ()
    announcements: AnnouncementSettings = Field(default_factory=AnnouncementSettings)
    editions: EditionsSettings = Field(default_factory=EditionsSettings)
    cards: CardsSettings = Field(default_factory=CardsSettings)
    narration: NarrationSettings = Field(default_factory=NarrationSettings)
    lint: LintSettings = Field(default_factory=LintSettings)

    @property
    def about(self) -> str:
        """What is said of the course wherever something must be."""
        return self.description or self.subtitle or self.title


class ChangeSettings(Settings):
    """What changed in a published lesson, for its show notes: the day it did, and what, in a sentence."""

    date: Day
    what: Text


class LessonSettings(Settings):
    """The front matter of a lesson. `changes`: what its author tells those who have heard it before."""

    id: Id | None = None
    title: Text | None = None
    date: Day | None = None
    summary: Words = ""
    module: Text | None = None
    voice: Text | None = None
    code_voice: Text | None = None
    quote_voice: Text | None = None
    changes: tuple[ChangeSettings, ...] = ()
    draft: StrictBool = False


class CatalogSettings(Settings):
    """What the catalogue page says of itself. Without a title it is called after the publisher.

    `sitemap`: list the pages for search engines too.
    `private`: list private courses too, for a catalogue that only subscribers can reach.
    """

    title: Words = ""
    description: Words = ""
    sitemap: StrictBool = False
    private: StrictBool = False


def _no_secret(target: str) -> str:
    """Refuse a password in a file that many can read."""
    if re.match(r"[^/]+://[^/@]*:[^/@]*@", target):
        raise ValueError(
            "has a password in it", "Leave it out: keys come from the environment, see docs/publishing.md"
        )
    return target


class PublishSettings(Settings):
    """`audiobook publish`. `target`: a folder or a URL of fsspec; `keep_days`: how long superseded files stay there."""

    target: Annotated[Text, AfterValidator(_no_secret)] | None = None
    keep_days: Annotated[StrictInt, Field(ge=0)] = 30


class ProjectSettings(Settings):
    """Defaults for all courses, and where things lie: relative paths count from the folder of audiobook.toml.

    The public folder of a course is `base_url` + its slug + "/". `publisher` stands in for a missing author. `jobs`
    None is one for each core. `store` and `store_from` are folders or fsspec URLs.
    """

    publisher: Words = ""
    author: Text | None = None
    base_url: FolderUrl | None = None
    private: StrictBool = False
    owner_email: Email | None = None
    language: Language = "en-US"
    voice: Text = "pyttsx3"
    voices: VoicesSettings = Field(default_factory=VoicesSettings)
    earcons: StrictBool = False
    content: Path = Path("content")
    output: Path = Path("output")
    store: Text = ".audiobook/store"
    store_from: Words = ""
    jobs: Annotated[StrictInt, Field(ge=1)] | None = None
    catalog: CatalogSettings = Field(default_factory=CatalogSettings)
    publish: PublishSettings = Field(default_factory=PublishSettings)
    announcements: AnnouncementSettings = Field(default_factory=AnnouncementSettings)
    editions: EditionsSettings = Field(default_factory=EditionsSettings)
    cards: CardsSettings = Field(default_factory=CardsSettings)
    narration: NarrationSettings = Field(default_factory=NarrationSettings)
    lint: LintSettings = Field(default_factory=LintSettings)

    _root: Path = PrivateAttr(default=Path())

    @property
    def root(self) -> Path:
        """The folder of audiobook.toml."""
        return self._root

    @property
    def state(self) -> Path:
        """The folder for what this machine remembers between builds."""
        return self._root / ".audiobook"

    def files_beside(self, folder: Path) -> tuple[Path, ...]:
        """The files outside a course folder that its edition depends on, whether they exist or not."""
        shared = self.shared_lexicon(folder)
        return (self._root / PROJECT_FILE, *([shared] if shared else []))

    def shared_lexicon(self, folder: Path) -> Path | None:
        """The lexicon of all courses lies beside their folders; None when `content` is one course itself."""
        return None if folder.resolve() == self.content.resolve() else folder.absolute().parent / LEXICON_FILE


class WordSettings(Settings):
    """One `[[word]]` of a lexicon: `written` is said as `spoken`.

    `case`: only in this case. `whole`: not inside longer words. `engine` and `language`: only there; empty is
    everywhere. `phonemes`: how an engine that takes phonemes says `spoken`, in that engine's alphabet.
    """

    written: Spelling
    spoken: Spoken
    case: StrictBool = False
    whole: StrictBool = True
    engine: Words = ""
    language: Words = ""
    phonemes: Words = ""


class LexiconSettings(Settings):
    """A lexicon.toml."""

    word: tuple[WordSettings, ...] = ()


# -- reading -------------------------------------------------------------------------------------------------


def load_project(
    root: Path,
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> ProjectSettings:
    """The settings of the project in `root`: its audiobook.toml if there is one, then the environment.

    `overrides` come from the command line and win: settings by name, whose paths are taken as they are.

    Raises UsageError, with a line for each problem.
    """
    problems: list[Problem] = []
    settings = ProjectSettings()
    path = root / PROJECT_FILE
    document = read_toml(path, problems) if _exists(path) else None
    if document:
        settings = validated(ProjectSettings, document, {}, problems)
    if problems:
        raise UsageError("\n".join(str(problem) for problem in sorted(problems)))
    places: dict[str, object] = {"content": root / settings.content, "output": root / settings.output}
    for name in ("store", "store_from"):
        place = getattr(settings, name)
        places[name] = place if "://" in place or not place else str(root / place)
    chosen = _from_environment(os.environ if environment is None else environment) | dict(overrides or {})
    settings = settings.model_copy(update=places | chosen)
    settings._root = root
    return settings


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if store := environment.get("AUDIOBOOK_STORE"):
        found["store"] = store
    if store_from := environment.get("AUDIOBOOK_STORE_FROM"):
        found["store_from"] = store_from
    if output := environment.get("AUDIOBOOK_OUTPUT"):
        found["output"] = Path(output)
    if jobs := environment.get("AUDIOBOOK_JOBS"):
        if not re.fullmatch(r"[1-9][0-9]{0,3}", jobs):
            raise UsageError(f"AUDIOBOOK_JOBS is {jobs!r}", "Set it to a number from 1, or unset it")
        found["jobs"] = int(jobs)
    return found


def speech_service_key(environment: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The key of a speech service, and the address of the one service that may see it; empty where they are not set."""
    found = os.environ if environment is None else environment
    return found.get("OPENAI_API_KEY", "").strip(), found.get("OPENAI_BASE_URL", "").strip()


def speech_file(name: str, environment: Mapping[str, str] | None = None) -> Path | None:
    """The file or folder of a speech engine that this variable of the environment names; None when it is not set."""
    value = (os.environ if environment is None else environment).get(name, "").strip()
    return Path(value).expanduser() if value else None


def read_course_settings(
    folder: Path, slug: str, project: ProjectSettings, problems: list[Problem]
) -> tuple[CourseSettings, Document]:
    """The settings of the course, and course.toml with its lines (empty when there is none).

    A key with a problem keeps its default, so that reading can go on and find the next problem.
    """
    path = folder / COURSE_FILE
    written = read_toml(path, problems) if _exists(path) else None
    document = written or Document(shown(path), {}, {})
    defaults: dict[str, object] = {
        "title": title_of(folder.absolute().name) or "Untitled course",
        "author": project.author or project.publisher or DEFAULT_AUTHOR,
        "language": project.language,
        "base_url": (project.base_url or DEFAULT_BASE_URL) + slug + "/",
        "voice": project.voice,
        "earcons": project.earcons,
        "private": project.private,
        "owner_email": project.owner_email,
    }
    shared_tables: dict[str, Settings] = {
        "voices": project.voices,
        "announcements": project.announcements,
        "editions": project.editions,
        "cards": project.cards,
        "narration": project.narration,
        "lint": project.lint,
    }
    defaults |= shared_tables
    for name, shared in shared_tables.items():
        own = document.values.get(name)
        if isinstance(own, dict):
            merged = _merged(shared.model_dump(), own)
            document = Document(document.path, {**document.values, name: merged}, document.lines)
    return validated(CourseSettings, document, defaults, problems), document


def _exists(path: Path) -> bool:
    """Whether something has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def unpinned(document: Document, project: ProjectSettings) -> tuple[str, ...]:
    """The settings that a published course must pin and that so far come from a default."""
    pinned = set(document.values)
    if project.author or project.publisher:
        pinned.add("author")
    if project.base_url:
        pinned.add("base_url")
    return tuple(key for key in ("title", "author", "published", "base_url") if key not in pinned)


def read_lesson_settings(document: Document, problems: list[Problem]) -> LessonSettings:
    """The settings in the front matter of a lesson; a key with a problem is left at its default."""
    return validated(LessonSettings, document, {}, problems)


def read_lexicon(path: Path, problems: list[Problem]) -> tuple[WordSettings, ...]:
    """The words of a lexicon.toml, in order; none when there is no such file."""
    if not _exists(path):
        return ()
    document = read_toml(path, problems)
    if document is None:
        return ()
    words = validated(LexiconSettings, document, {}, problems).word
    first: dict[tuple[object, ...], int] = {}
    for index, word in enumerate(words):
        key = (word.written if word.case else word.written.lower(), word.case, word.engine, word.language)
        line = document.line_of("word", index)
        if first.setdefault(key, line) != line:
            message = f"`{word.written}` already has a word on line {first[key]}"
            problems.append(Problem(document.path, line, message, "Keep one of the two"))
    return words


def _merged(defaults: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """`own` over `defaults`, table by table."""
    merged = {**defaults, **own}
    for key, value in own.items():
        below = defaults.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = _merged(below, value)
    return merged
