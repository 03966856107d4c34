"""Overview: the pages that put rooms side by side. It decides nothing, and nobody imports it."""
