"""Versioned rule packs: categories, calendars, service levels and rates are data, never code."""
