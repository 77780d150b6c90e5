"""Marks “possibly a nuisance”: two people, an end, no effect but a list of its own (decision 0028)."""
