"""The pattern as it came that day: how strong, how it ended. Each partner keeps their own."""
