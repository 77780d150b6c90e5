"""What makes two messages one matter: six measures and their weights in a logistic sum.

Measures are between 0 and about 1 but the second: pairs (names and phrases), rare pairs shared, title found
in the other, words, category, letters in order. The weights were set on labels of our own
(docs/explanation/triage.md); they are the same for every community.
"""

from typing import Final

WEIGHTS: Final = {
    "pairs": 6.5,
    "rare": 1.3,
    "title": 5.2,
    "title_most": -1.6,
    "words": 4.3,
    "category": 2.0,
    "letters": 5.0,
}
BASE: Final = -8.7
ELSEWHERE: Final = -1.5
"""Added where both name buildings and none is the same."""
LETTERS_FROM: Final = 300
"""Characters of the texts compared letter by letter."""
IN_TEXT: Final = 0.8
"""How much a title's pair counts that the other has in the text only."""
RARE_SCALE: Final = 8.0
REPEATED: Final = 0.6
"""From this likeness on two messages are offered as the same matter again."""
REPEATED_IN_TOPIC: Final = 0.35
"""The same, where more than their words speaks for it: others of one topic, one place, one person."""
