"""README's pictures, drawn by the program itself for a learner who is made up."""
