"""Chapter cards: pictures of the code, tables and diagrams of a lesson, for a glance at the phone while it is heard.

    figures   what a lesson shows, and the utterances that tell of it
    draw      a figure as one card or more, each in two themes (listing, table, diagram; canvas, themes)
    made      cards from the store, or drawn and kept there
    moments   when each card is shown

Cards are drawn with Pillow in two fonts that come as wheels, JetBrains Mono and Inter (OFL 1.1). See docs/cards.md.
"""
