"""The days after a session: the plastic window as a guide for timing, and what is asked in them."""
