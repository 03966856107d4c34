"""Preparation: lessons, intentions, and the pattern map as first drawn.

Intentions are the partner's own until released; the map belongs to the couple.
Never: an intention shown to the other partner without a release.
"""
