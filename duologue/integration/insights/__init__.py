"""Insights: what a partner saw, in their own words, from the first note on. Own room."""
