"""The desk of those who organise a branch election, and the page that hangs in public."""
