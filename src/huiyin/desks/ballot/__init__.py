"""The owners' vote for everybody: the public page, the own ballot behind a personal link."""
