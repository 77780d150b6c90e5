"""A request arrives, a receipt is given: one database statement for every way in."""
