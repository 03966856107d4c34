"""A drawing as a picture of its own, for a PDF: the tokens' light values written into it."""

STYLE = """
text { fill: #586169; font-size: 14px; font-family: Inter, "Liberation Sans", sans-serif; }
.grid-line { stroke: #e3dcd1; stroke-width: 1px; }
.band { fill: #a8261d; opacity: 0.06; }
.band-edge { stroke: #a8261d; stroke-width: 1.25px; stroke-dasharray: 2 4; }
.band-label { fill: #a8261d; }
.band-label, .direct { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
.session-mark { stroke: #5e4b8b; stroke-width: 1.5px; }
.session-label { fill: #5e4b8b; font-weight: 600; }
.chance { opacity: 0.07; }
.chance-edge, .line, .leader { fill: none; }
.chance-edge, .leader { stroke-width: 1px; opacity: 0.45; }
.line { stroke-width: 2.5px; }
.s1 .line, .s1 .chance-edge, .s1 .leader, .s1 .node { stroke: #1b6a85; }
.s1 .point, .s1 .chance, .s1 .direct, .s1 .did, .s1 .mark-of { fill: #1b6a85; }
.s1 .node { fill: #e3f0f4; }
.s2 .line, .s2 .chance-edge, .s2 .leader, .s2 .node { stroke: #ad4a12; }
.s2 .line { stroke-dasharray: 7 6; }
.s2 .point, .s2 .chance, .s2 .direct, .s2 .did, .s2 .mark-of { fill: #ad4a12; }
.s2 .node { fill: #fbebe0; stroke-dasharray: 5 4; }
.s-shared .node { fill: #eeeaf6; stroke: #5e4b8b; }
.s-shared .did, .s-shared .mark-of { fill: #5e4b8b; }
.direct, .did { font-weight: 600; }
.arrow { fill: none; stroke: #586169; stroke-width: 2px; }
.arrow-head { fill: #586169; }
.beneath, .centre { fill: #20262b; }
"""


def on_paper(drawing: str) -> str:
    """The SVG of `charts.trajectory` or `drawings.loop`, standing alone, with its colours in it."""
    opened, rest = drawing.split(">", 1)
    return f'{opened} xmlns="http://www.w3.org/2000/svg">\n<style>{STYLE}</style>{rest}'
