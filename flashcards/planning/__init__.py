"""Planning towards an exam: expected memories, the choice of a day, and the days until then.

Everything here is a pure function of memories, topics, days and minutes.
"""
