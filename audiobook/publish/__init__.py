"""Put the editions of the output folder where learners fetch them: any place that fsspec can write.

    look -> plan -> run         for each course; the catalogue of all courses last

The order of writing is the promise (`run.py`): a feed never names a file that is not there, whole. What is published
is what `edition.json` at the target says; beside it lies the folder `.published`, which remembers earlier editions
(`record.py`) and holds the bytes of theirs whose names were used again.
"""
