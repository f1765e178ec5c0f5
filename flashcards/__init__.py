"""The study engine: what is studied, what is remembered, what comes next.

It knows no terminal and can be used from a notebook or a script.
"""

__version__ = "0.1.0"
