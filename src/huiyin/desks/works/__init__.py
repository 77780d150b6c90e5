"""Who keeps decisions and the work that follows; what everybody reads of it; the slip of a home."""
