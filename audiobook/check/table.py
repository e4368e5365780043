"""The promises of an edition, a row each: its name, what it says, and the function that finds where it is broken."""

from __future__ import annotations

from audiobook.check import (
    audio,
    book_cards,
    book_chapters,
    book_listings,
    chapters,
    content,
    cues,
    feeds,
    files,
    forms,
    transcripts,
)
from audiobook.check.model import Check, CourseCheck, LessonCheck, ShelfCheck

CHECKS: tuple[Check, ...] = (
    CourseCheck("files", "Every file of the edition is there, byte for byte.", files.intact),
    CourseCheck("strays", "Nothing lies there that an earlier edition or a killed build left.", files.strays),
    CourseCheck("names", "Sound files are called after their content.", files.content_hashed),
    CourseCheck("links", "Pages name only files that are there.", files.page_links),
    LessonCheck("decoding", "Every sound file decodes in full without an error.", audio.decodes),
    LessonCheck("length", "Every lesson is as long as the edition says, within 50 ms.", audio.lengths),
    LessonCheck("loudness", "Every lesson has -16 LUFS, within 0.5.", audio.loudness),
    LessonCheck("peaks", "No true peak is above -1 dBTP.", audio.peaks),
    LessonCheck("bit-rate", "The bit rate of MP3 files is constant.", audio.constant_bit_rate),
    LessonCheck(
        "silence", "No silence between sentences is longer than the pauses asked for.", audio.silence
    ),
    LessonCheck("chapters", "Chapters follow one another from the start to the end.", chapters.contiguous),
    LessonCheck("chapters-mp3", "The MP3 tag has these chapters, in this order.", chapters.in_tag),
    LessonCheck("chapters-json", "The file of chapters has them too.", chapters.in_json),
    LessonCheck("chapters-opus", "Opus files have them too.", chapters.in_opus),
    LessonCheck("cards", "Every card is a picture, in order, and shown at its time.", chapters.cards),
    LessonCheck("cue-order", "Cues of transcripts ascend and lie within the sound.", transcripts.in_order),
    LessonCheck(
        "transcripts", "All transcripts of a lesson say the same at the same time.", transcripts.agree
    ),
    LessonCheck("narration", "Every utterance of the narration has a cue.", transcripts.complete),
    LessonCheck("cue-sound", "There is sound in every cue.", cues.have_sound),
    LessonCheck("cue-pauses", "The pauses between cues are silent.", cues.stand_apart),
    CourseCheck("book", "The M4B decodes in full, as long and as loud as its lessons.", audio.book),
    CourseCheck("book-chapters", "The M4B has all chapters, in both forms.", book_chapters.book_chapters),
    CourseCheck("book-cards", "The M4B shows every card at its time.", book_cards.book_cards),
    CourseCheck("archives", "EPUB and .audiobook open, and nothing in them is damaged.", forms.archives_open),
    CourseCheck("books", "Every lesson is in EPUB and .audiobook, as it is published.", forms.parts),
    CourseCheck(
        "listings", "Every listing of the lessons is whole in the EPUB.", book_listings.book_listings
    ),
    CourseCheck("feed", "The feed keeps the rules of podcast apps and directories.", feeds.rules),
    CourseCheck("episodes", "The feed has the lessons in order, with their GUIDs and files.", feeds.episodes),
    CourseCheck("content", "Every lesson and book is of the content as it is now.", content.current),
    CourseCheck("pages", "Feed, pages and manifest are of the content as it is now.", content.pages),
    CourseCheck("omissions", "Nothing of the content is left out without a reason.", content.omissions),
    ShelfCheck("catalogue", "The catalogue is whole, and lists what is there.", files.catalogue),
)

MANIFEST = "manifest"
"""The check that stands before all others: without a manifest there is no edition to look at."""

OF_CONTENT = ("listings", "content", "pages", "omissions")
"""The checks that ask for the content."""
