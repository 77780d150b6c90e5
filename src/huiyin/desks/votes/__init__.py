"""The owners' vote for those who organise it."""
