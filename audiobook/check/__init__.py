"""Verify an output folder: every promise of an edition, measured on the finished files.

    output/<course>/ -> edition.py, sound.py (what lies there) -> checks of course and lessons -> telling.py, report/

`table.py` is the list of promises. To add one: a function that looks at an edition or a lesson and yields a `Fault` for
what is wrong, a row in the table, and a seeded fault in tests/test_check.py.

| module | looks at |
|---|---|
| `files` | what the manifest lists, the names in pages, the catalogue |
| `audio` | decoding, lengths, loudness, peaks, silence |
| `chapters`, `book_chapters`, `book_cards` | the chapters and cards of lessons and of the M4B |
| `transcripts`, `cues` | how transcripts agree with one another, and with the sound |
| `content` | whether the edition is of the content as it is now |
| `feeds` | the feed |
| `forms` | books of the whole course |
"""
