"""How often something may be used an hour, counted for all processes together."""
