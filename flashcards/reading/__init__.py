"""How content becomes a deck: the parts of a card file, a course folder, and their problems."""
