"""The terminal program: Textual screens and widgets, and the command line."""
