"""What a good colleague would say of a card that is right but could be better.

Each module knows one thing to look for. All of it is advice: warnings, each of which a topic can
turn down with ``allow: [code]`` in its front matter.
"""
