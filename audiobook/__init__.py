"""Turn a course's Markdown lessons into an audio edition: narration, speech, chapters, tags and a podcast feed."""

__version__ = "0.1.0"
