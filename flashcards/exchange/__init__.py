"""Cards to and from other programs: to Anki, and from Anki's decks and from tables."""
