"""Topics: messages that tell of one concrete matter, found among thousands; pairs that repeat each other.

Pure text: a message is (id, title, text, when, who, place, category). Nothing is learned but how often
words occur;
nothing is decided: a topic and a pair are offered with the words they rest on, and a person confirms,
splits or rejects.
"""
