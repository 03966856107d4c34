"""Duologue: what ketamine-assisted couple therapy runs on. See GLOSSARY.md for the words."""
