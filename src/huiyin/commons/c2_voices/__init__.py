"""People are asked: the owners' vote so far; surveys, polls and elections stand beside it later."""
