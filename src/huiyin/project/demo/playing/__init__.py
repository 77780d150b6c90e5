"""Playing the written cases through the real acts, on a clock that is moved from step to step."""
