"""What two people did to one job, and that does not fit: one screen to settle it."""
