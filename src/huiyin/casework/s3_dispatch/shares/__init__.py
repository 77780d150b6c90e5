"""Shares: one case seen from several areas, as one row; and copies to the upper level for supervision."""
