"""`make bench`: this program, the raw parts it is made of and a naive script, on the same text, in one run.

Absolute figures move with the machine; the ratios are what to quote.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import wave
from pathlib import Path

from tests.bench import neural, watching
from tests.bench.measure import Cost, run

ROOT = Path(__file__).parents[2]
COURSE = "ecto-polymorphism"
LONG = 16  # times the course: 20 hours
CORES = len(os.sched_getaffinity(0))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.prepare()
        bench.report()


class Bench:
    """One run: the corpus, the contenders, the table."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.log = work / "log"

    def prepare(self) -> None:
        """Copy the course, and take its spoken text: the same words go to every contender."""
        from audiobook.config import load_project
        from audiobook.course import read_course
        from audiobook.narration import narrate

        project = load_project(ROOT, {}, {})
        source = read_course(ROOT / "content" / COURSE, project)
        scripts = [narrate(lesson, source.settings.narration, source.lexicon) for lesson in source.lessons]
        utterances = [utterance.spoken for script in scripts for utterance in script.utterances]
        sections = [
            " ".join(utterance.spoken for utterance in section.utterances)
            for script in scripts
            for section in script.sections
        ]
        self.words = sum(len(text.split()) for text in utterances)
        (self.work / "utterances.json").write_text(json.dumps(utterances))
        (self.work / "sections.json").write_text(json.dumps(sections))
        print(
            f"{len(scripts)} lessons, {len(sections)} sections, {len(utterances)} utterances, {self.words} words"
        )
        self.project("once", 1)
        self.project("long", LONG)

    def project(self, name: str, copies: int) -> None:
        """A project with the course in it, `copies` times over as further lessons."""
        course = self.work / name / "content" / COURSE
        course.mkdir(parents=True)
        shutil.copytree(ROOT / "content" / COURSE, course, dirs_exist_ok=True)
        shared = ROOT / "content" / "lexicon.toml"
        if shared.exists():
            shutil.copy(shared, course.parent)
        lessons = sorted(course.glob("[0-9][0-9]-*.md"))
        for copy in range(1, copies):
            for path in lessons:
                text = path.read_text("utf-8")
                text = text.replace("\nid: ", f"\nid: copy{copy}-", 1).replace(
                    '\ntitle: "', f'\ntitle: "Copy {copy} ', 1
                )
                text = text.replace(". ", f", part {copy}. ")  # other sentences, so that all of it is spoken
                (course / f"{20 + copy}-{path.name}").write_text(text, "utf-8")
        if copies > 1:
            settings = (course / "course.toml").read_text("utf-8")
            (course / "course.toml").write_text(settings.split("[[modules]]")[0], "utf-8")

    def part(self, name: str, source: str, out: str) -> Cost:
        return self.python("-m", "tests.bench.parts", name, str(self.work / source), str(self.work / out))

    def python(self, *arguments: str, cwd: Path = ROOT) -> Cost:
        return run([sys.executable, *arguments], cwd, log=self.log)

    def build(self, name: str) -> Cost:
        return self.python("-m", "audiobook", "build", cwd=self.work / name)

    def lesson(self, name: str) -> Path:
        """A lesson of middling length."""
        lessons = (self.work / name / "content" / COURSE).glob("[0-9][0-9]-*.md")
        by_size = sorted(lessons, key=lambda path: path.stat().st_size)
        return by_size[len(by_size) // 2]

    def edit(self, name: str) -> None:
        """Change one word of one sentence."""
        path = self.lesson(name)
        text = path.read_text("utf-8")
        at = text.rindex("## Recap") if "## Recap" in text else len(text) // 2
        head, tail = text[:at], text[at:]
        path.write_text(head + tail.replace(" the ", " the very same ", 1), "utf-8")

    def report(self) -> None:
        print(f"{'':34}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}")
        parts = [
            self.row("part: synthesis, one process", self.part("synthesis", "utterances.json", "all.wav")),
            self.row("part: measuring the WAV", self.part("measuring", "all.wav", "loudness.txt")),
            self.row("part: encoding", self.part("encoding", "all.wav", "all.mp3")),
        ]
        check = self.row("part: checking the MP3, true peak", self.part("checking", "all.mp3", "checked.txt"))
        with wave.open(str(self.work / "all.wav")) as sound:
            minutes = sound.getnframes() / sound.getframerate() / 60
        naive = self.row(
            "naive: pyttsx3, pydub sum, export",
            self.python(
                str(ROOT / "tests/bench/naive.py"), str(self.work / "sections.json"), str(self.work / "n.mp3")
            ),
        )
        cold = self.row("audiobook build, cold", self.build("once"))
        noop = self.row("audiobook build, nothing to do", self.build("once"))
        self.edit("once")
        edit = self.row("audiobook build, one sentence", self.build("once"))
        saved = watching.measure(self.work / "once", COURSE, self.lesson("once"))
        print(f"{'audiobook watch, one sentence':34}{saved.heard_s:8.2f}{saved.cpu_s:8.2f}", flush=True)
        long = self.row(f"audiobook build, cold, {LONG}x course", self.build("long"))
        self.row(f"... nothing to do, {LONG}x course", self.build("long"))
        self.edit("long")
        self.row(f"... one sentence, {LONG}x course", self.build("long"))
        bound = sum(part.cpu_s for part in parts) / CORES
        with_check = bound + check.cpu_s / CORES
        print(f"\n{minutes:.1f} minutes of speech without pauses, on {CORES} cores")
        print(f"bound = CPU of synthesis, measuring, encoding / {CORES} = {bound:.2f} s")
        print(f"cold / bound                    {cold.wall_s / bound:6.2f}   (to reach: 1.5)")
        print(f"cold / bound with checking      {cold.wall_s / with_check:6.2f}")
        print(f"naive / cold                    {naive.wall_s / cold.wall_s:6.2f}")
        print(f"nothing to do                   {noop.wall_s:6.2f} s (to reach: 0.5)")
        print(f"one sentence                    {edit.wall_s:6.2f} s (to reach: 2)")
        print(
            f"watch: save to the new sound    {saved.heard_s:6.2f} s (to reach: 2; told after {saved.told_s:.2f} s)"
        )
        print(
            f"peak memory, {LONG}x course / course {long.peak_mb / cold.peak_mb:5.2f}   (to reach: about 1)"
        )
        neural.report(json.loads((self.work / "utterances.json").read_text()), CORES, neural.installed())

    def row(self, name: str, cost: Cost) -> Cost:
        print(f"{name:34}{cost.wall_s:8.2f}{cost.cpu_s:8.2f}{cost.peak_mb:9.0f}", flush=True)
        return cost


main()
