"""How the journal lies on disk: rows, queries, one writer, copies, and mending."""
