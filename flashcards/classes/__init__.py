"""A class, from the files that its students give: what it misses, misjudges, and knows together."""
