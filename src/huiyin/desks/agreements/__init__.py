"""Agreements, pledges and emergency service: kept by the office, read by everybody around."""
