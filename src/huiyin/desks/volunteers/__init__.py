"""The desk of those who keep duties and the volunteers' list: write, see who comes, thank."""
