"""The daily check-in: half a minute, one a day, changeable that day. Missing days are fine. Own room."""
