"""placeholder"""
from __future__ import annotations
from ...model import Written
def split_sentences(written: Written) -> tuple[Written, ...]:
    return (written,)
