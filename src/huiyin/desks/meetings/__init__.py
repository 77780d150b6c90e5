"""Who keeps meetings: the list with open tasks, one meeting with its quorum, its papers."""
