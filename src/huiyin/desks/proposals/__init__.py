"""Who keeps proposals: the board, one proposal with its four steps, slips to rate by."""
