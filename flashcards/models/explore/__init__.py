"""Models to be moved: what changes when data, parameters or formula do.

Each module answers one kind of question, from a plain value that says what is asked to one that
says what is shown; both travel between processes as JSON. Nothing is kept between two questions
but fits that would come out the same.
"""
