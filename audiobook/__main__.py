"""`python -m audiobook`."""

from audiobook.cli import main

main(prog_name="audiobook")
