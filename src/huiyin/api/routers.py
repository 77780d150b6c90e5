"""The four chapters of the API; two methods of one address must be in the same chapter."""

from ninja import Router

cases = Router(tags=["cases"])
registers = Router(tags=["registers"])
acts = Router(tags=["acts"])
topics = Router(tags=["topics"])
