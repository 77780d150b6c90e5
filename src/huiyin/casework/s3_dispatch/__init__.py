"""Who goes, by when."""
