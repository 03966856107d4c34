"""Whole stories in a real browser, against a clinic that really runs."""
