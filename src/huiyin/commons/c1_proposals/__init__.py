"""A matter is put and talked over: proposals through the four steps, councils, meetings, minutes, tasks."""
