"""Reads notebooks, mends them and makes them harmless; runs nothing."""
