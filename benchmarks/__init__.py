"""How fast the pages are, measured in a clinic of some size. Not part of the program."""
