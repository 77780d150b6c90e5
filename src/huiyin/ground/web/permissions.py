"""The one permission that is not held by anybody in particular."""

PUBLIC = "public"
"""Open to everybody, signed in or not. Each such route is listed in docs/reference/routes.md."""
