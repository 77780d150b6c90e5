"""Whistles: several parties called at once; each reports in and delivers on its own clock (吹哨报到)."""
