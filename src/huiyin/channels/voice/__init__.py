"""Telephone calls by a machine: the last step of an alarm's ladder, through a provider's voice service."""
