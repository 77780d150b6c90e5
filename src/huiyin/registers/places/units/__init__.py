"""Governance units: every building belongs to exactly one at a time, with its history (mission M18)."""
