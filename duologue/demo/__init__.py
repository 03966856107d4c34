"""Demo: the synthetic clinic, made from a seed and clearly marked. Never: mixed with real people."""
