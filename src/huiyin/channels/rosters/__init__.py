"""A community's own tables become its registers: read, tried, corrected, written down."""
