"""Practices: what a partner does about an insight, with a rhythm. Own room: nobody else counts."""
