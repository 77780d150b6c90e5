"""The case, its states, timeline, clocks, timers and attachments; who may see it."""
