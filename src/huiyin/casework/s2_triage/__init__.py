"""What is it, how urgent, where, whose duty, the same as which other."""
