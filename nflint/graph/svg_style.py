"""How an SVG picture looks: its colours, light and dark, and the small drawings that go with words.

Nothing is told by colour alone: every colour has a word, a shape or a kind of line that says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nflint.diagnostic import Severity
from nflint.graph.picture import Outcome

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"

Colors = Mapping[str, str]

LIGHT: Colors = MappingProxyType(
    {
        "paper": "#ffffff",
        "ink": "#1f2328",
        "quiet": "#59636e",
        "box": "#ffffff",
        "line": "#818b98",
        "sequential": "#f6f8fa",
        "parallel": "#eef4fb",
        "loop": "#f5f0fb",
        "order": "#59636e",
        "reference": "#0969da",
        "wait": "#8250df",
        "error": "#b42318",
        "warning": "#8a5000",
        "info": "#0a5ea8",
        "good": "#17702f",
        "goodbox": "#e9f7ec",
        "badbox": "#fdecea",
        "openbox": "#fff6e0",
    }
)
DARK: Colors = MappingProxyType(
    {
        "paper": "#0d1117",
        "ink": "#e6edf3",
        "quiet": "#9ea7b3",
        "box": "#151b23",
        "line": "#6e7681",
        "sequential": "#11161d",
        "parallel": "#101c2c",
        "loop": "#1b1529",
        "order": "#9ea7b3",
        "reference": "#6cb0ff",
        "wait": "#c29bff",
        "error": "#ff8a80",
        "warning": "#f0b429",
        "info": "#79c0ff",
        "good": "#56d364",
        "goodbox": "#10261a",
        "badbox": "#2f1517",
        "openbox": "#2a2210",
    }
)


def _rules(colors: Colors, root: str) -> str:
    c = colors
    return f"""\
{root} .paper{{fill:{c["paper"]}}}
{root} text{{fill:{c["ink"]}}}
{root} .quiet{{fill:{c["quiet"]}}}
{root} .shape{{fill:{c["box"]};stroke:{c["line"]}}}
{root} .sequential>.shape{{fill:{c["sequential"]}}}
{root} .parallel>.shape,{root} .triggers>.shape{{fill:{c["parallel"]}}}
{root} .loop>.shape{{fill:{c["loop"]}}}
{root} .good>.shape{{fill:{c["goodbox"]};stroke:{c["good"]}}}
{root} .bad>.shape{{fill:{c["badbox"]};stroke:{c["error"]}}}
{root} .open>.shape{{fill:{c["openbox"]};stroke:{c["warning"]}}}
{root} .good-edge>.shape{{stroke:{c["good"]}}}
{root} .bad-edge>.shape{{stroke:{c["error"]}}}
{root} .info>.shape{{stroke:{c["info"]}}}
{root} .warning>.shape{{stroke:{c["warning"]}}}
{root} .error>.shape{{stroke:{c["error"]}}}
{root} .order{{stroke:{c["order"]}}}
{root} .reference,{root} .trigger-line{{stroke:{c["reference"]}}}
{root} .wait-line{{stroke:{c["wait"]}}}
{root} .broken{{stroke:{c["error"]}}}
{root} .order-head{{fill:{c["order"]}}}
{root} .reference-head,{root} .trigger-head{{fill:{c["reference"]}}}
{root} .wait-head{{fill:{c["wait"]}}}
{root} .broken-head{{fill:{c["error"]}}}
{root} .sign-error,{root} text.sign-error{{fill:{c["error"]}}}
{root} .sign-warning,{root} text.sign-warning{{fill:{c["warning"]}}}
{root} .sign-info,{root} text.sign-info{{fill:{c["info"]}}}
{root} .sign-good,{root} text.sign-good{{fill:{c["good"]}}}
{root} .sign-quiet{{fill:{c["quiet"]}}}
{root} .cut{{stroke:{c["paper"]}}}
"""


def style_sheet(root: str = ".nflint-graph") -> str:
    """The style sheet; its rules hold below `root`."""
    dark = _rules(DARK, root)
    return f"""\
{root} text{{font:12px {FONT};white-space:pre}}
{root} text.heading,{root} text.name,{root} text.sign{{font-weight:700}}
{root} text.heading{{font-size:13px}}
{root} text.title{{font-size:15px;font-weight:700}}
{root} .shape{{stroke-width:1.2}}
{root} .line{{fill:none;stroke-width:1.5}}
{root} .wait-line{{stroke-width:3}}
{root} .trigger-line{{stroke-dasharray:1.5 3.5;stroke-linecap:round}}
{root} .doubtful{{stroke-dasharray:7 4}}
{root} .skip-maybe>.shape{{stroke-dasharray:7 4}}
{root} .skip-yes>.shape{{stroke-dasharray:2 3}}
{root} .skip-yes>.heading,{root} .skip-yes>.name{{text-decoration:line-through}}
{root} .error>.shape,{root} .warning>.shape,{root} .bad>.shape,{root} .bad-edge>.shape{{stroke-width:2.4}}
{root} .cut{{fill:none;stroke-width:1.6;stroke-linecap:round}}
{root} a:focus-visible>.shape{{stroke-width:4}}
{_rules(LIGHT, root)}@media (prefers-color-scheme:dark){{
{dark}}}
@media print{{
{_rules(LIGHT, root)}}}
"""


# Small drawings, 12 pixels wide and high, instead of letters that a font may lack: what is filled, and what is drawn
# on it in the colour of the paper.
_CROSS, _CHECK = "M4 4l4 4M8 4l-4 4", "M3.2 6.2l2 2 3.6-4.2"
_DISC = "M6 0a6 6 0 1 1 0 12a6 6 0 1 1 0-12z"
_SIGNS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "error": ("error", _DISC, _CROSS),
        "warning": ("warning", "M6 0l6 11.5h-12z", "M6 4v3.2M6 9.4v.1"),
        "info": ("info", _DISC, "M6 3v.1M6 5.6v3.6"),
        "good": ("good", _DISC, _CHECK),
        "bad": ("error", "M3.5 0h5l3.5 3.5v5l-3.5 3.5h-5l-3.5-3.5v-5z", _CROSS),
        "open": ("warning", _DISC, "M6 2.8v3.4l2.2 1.6"),
        "skipped": ("quiet", _DISC, "M3.2 6h5.6"),
        "unknown": ("quiet", _DISC, "M4.4 4.6a1.7 1.7 0 1 1 1.6 2.2M6 9v.1"),
    }
)


def sign(what: Severity | Outcome, x: float, y: float) -> str:
    """The small drawing for a severity or an outcome, with its left upper corner at that place."""
    name = what.label if isinstance(what, Severity) else what
    color, shape, drawn = _SIGNS[name]
    return (
        f'<g transform="translate({x:.1f} {y:.1f})"><path class="sign-{color}" d="{shape}"/>'
        f'<path class="cut" d="{drawn}"/></g>'
    )


def sign_color(what: Severity | Outcome) -> str:
    """The class of the words that stand beside that drawing."""
    return f"sign-{_SIGNS[what.label if isinstance(what, Severity) else what][0]}"
