"""Questionnaires to begin with, as data."""
