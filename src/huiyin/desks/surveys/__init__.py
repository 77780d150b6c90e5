"""Surveys: the keeper's board and lists, the round of visits, the sheet at the door."""
