"""The forms in which a recording is published, a module each."""
