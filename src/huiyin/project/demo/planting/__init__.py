"""Writing the slow facts of the demonstration into an empty database, a level of the tree at a time."""
