"""Returns and disputes: a unit says a case is not its own; somebody else decides (条例 12 and 14)."""
