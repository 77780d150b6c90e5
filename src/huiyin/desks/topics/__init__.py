"""Shared problems: the list, one of them with its cases, and what people say of it."""
