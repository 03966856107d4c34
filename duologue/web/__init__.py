"""Web: the frame every page hangs in: base templates, components, styles, scripts, charts.

Every phase; any room may use it. It may change nothing and knows no person: it draws the values it is
given. Never: a query, a decision, something private in a tab's title, in an address or, once it
is sent or somebody left, in the browser's storage.
"""
