"""Hand-over: a new property company takes an estate, with its history and its open clocks."""
