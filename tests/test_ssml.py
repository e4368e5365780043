"""Phonemes for an engine that takes SSML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech import ssml
from audiobook.speech.engine import PhonemeSynthesizer, Synthesizer
from audiobook.testing import EngineContract, FakeEngine

SPEAK = "{http://www.w3.org/2001/10/synthesis}"


class SsmlEngine(FakeEngine):
    """Takes phonemes as SSML only, as the services in the cloud do."""

    limits = replace(FakeEngine.limits, phonemes=False, ssml=True)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        sound = super().open(voice, settings)
        return _SsmlSynthesizer(sound)  # type: ignore[arg-type]


class _SsmlSynthesizer:
    pace = 1.0

    def __init__(self, sound: PhonemeSynthesizer) -> None:
        self._sound = sound

    def synthesize(self, text: str) -> Clip:
        if "<" in text:
            raise EngineError("plain text has no markup", "Mend the engine")
        return self._sound.synthesize(text)

    def synthesize_ssml(self, document: str) -> Clip:
        root = ElementTree.fromstring(document)
        at, phonemes = len(root.text or ""), []
        for element in root:
            end = at + len(element.text or "")
            phonemes.append((at, end, element.attrib["ph"]))
            at = end + len(element.tail or "")
        return self._sound.synthesize_phonemes(ssml.plain(document), tuple(phonemes))


class TestSsmlEngine(EngineContract):
    target = "test_ssml:SsmlEngine"
    phonemes = "R"


def test_a_part_with_phonemes_becomes_an_element() -> None:
    document = ssml.document("Ask Ecto & Ash.", ((4, 8, '"Ek.toU'),))

    (phoneme,) = ElementTree.fromstring(document)
    assert (phoneme.tag, phoneme.text, phoneme.attrib) == (f"{SPEAK}phoneme", "Ecto", {"ph": '"Ek.toU'})
    assert phoneme.tail == " & Ash."


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.data())
def test_the_text_of_a_document_is_the_text_it_was_made_of(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = ssml.document(text, ((start, end, "<&>\"'"),))

    assert ssml.plain(document) == text
    whole = "".join(ElementTree.fromstring(re.sub("[\ufffe\uffff]", "", document)).itertext())
    assert whole == re.sub("[\ufffe\uffff]", "", text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.data())
def test_every_position_of_a_document_is_one_of_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    document = ssml.document(text, ((start, len(text), "x"),))
    found = ssml.positions(document)

    assert len(found) == len(document) + 1
    assert found == sorted(found)
    assert found[-1] == len(text)
    assert {*found} == set(range(len(text) + 1))
