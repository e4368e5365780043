from __future__ import annotations
def page(figure, left, top, width, height):
    return None
