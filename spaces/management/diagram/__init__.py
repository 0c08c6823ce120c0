"""Draws the state machines of `spaces/states.py` as one SVG: the arrows come from the tables, the places from here."""
