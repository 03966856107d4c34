"""The words for how something stands, and the tone each is drawn in. The word always comes first."""

TONES = {
    "open": (
        "open",
        "done",
        "clear",
        "saved",
        "signed",
        "living",
        "sent",
        "kept",
        "booked",
        "given",
    ),
    "decide": ("decide", "due", "soon", "draft", "fading", "waiting", "ends soon", "check"),
    "closed": (
        "closed",
        "late",
        "missed",
        "not clear",
        "not now",
        "overdue",
        "unsent",
        "withdrawn",
        "failed",
    ),
}


def tone(word: str) -> str:
    """The tone of a state's word: open, decide or closed; quiet for any other ("planned", "none")."""
    known = word.strip().lower().replace("_", " ")
    return next((name for name, words in TONES.items() if known in words), "quiet")


def state(word: str) -> str:
    """The word as it stands on a page: "not_now" is "Not now"."""
    text = word.strip().replace("_", " ")
    return text[:1].upper() + text[1:]
