"""Whether this installation is being tried or in use. What a trial brought in can be removed whole, once."""
