"""How the HTML report looks: light and dark, narrow and wide, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Colors = Mapping[str, str]

LIGHT: Colors = MappingProxyType(
    {
        "paper": "#ffffff",
        "panel": "#f6f8fa",
        "ink": "#1f2328",
        "quiet": "#59636e",
        "line": "#d1d9e0",
        "edge": "#818b98",
        "link": "#0757b8",
        "error": "#b42318",
        "warning": "#8a5000",
        "info": "#0a5ea8",
        "error-panel": "#fdf0ee",
        "warning-panel": "#fff7e5",
        "info-panel": "#eef5fc",
        "focus": "#0757b8",
    }
)
DARK: Colors = MappingProxyType(
    {
        "paper": "#0d1117",
        "panel": "#151b23",
        "ink": "#e6edf3",
        "quiet": "#9ea7b3",
        "line": "#2f3742",
        "edge": "#6e7681",
        "link": "#79b8ff",
        "error": "#ff8a80",
        "warning": "#f0b429",
        "info": "#79c0ff",
        "error-panel": "#2a1517",
        "warning-panel": "#271f0c",
        "info-panel": "#0f1e2f",
        "focus": "#79b8ff",
    }
)

_RULES = """\
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-padding-top:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',\
Roboto,sans-serif}
main,header,footer,nav{max-width:82rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.5rem;margin:1.25rem 0 .25rem}
h2{font-size:1.2rem;margin:0;overflow-wrap:anywhere}
h3{font-size:1rem;margin:0;display:inline}
p{margin:.25rem 0}
a{color:var(--link)}
code,.source{font:13px/1.55 ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace}
.quiet{color:var(--quiet)}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
:focus-visible,.finding:focus{outline:3px solid var(--focus);outline-offset:2px}
table{border-collapse:collapse;margin:.75rem 0;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.number{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow:auto;max-width:100%}
#filter{position:sticky;top:0;z-index:5;background:var(--panel);border-block:1px solid var(--line)}
#filter>div{max-width:82rem;margin:0 auto;padding:.5rem 1.25rem;display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;\
align-items:center}
#filter input[type=search]{font:inherit;padding:.2rem .5rem;border:1px solid var(--edge);border-radius:6px;\
background:var(--paper);color:var(--ink);min-width:12rem}
#filter[hidden]{display:none}
kbd{border:1px solid var(--edge);border-radius:4px;padding:0 .3rem;font:12px ui-monospace,monospace}
.file{margin:2rem 0;border:1px solid var(--line);border-radius:8px;background:var(--paper)}
.file>header{padding:.75rem 1rem;background:var(--panel);border-radius:8px 8px 0 0;max-width:none;margin:0}
details{border-top:1px solid var(--line);padding:.6rem 1rem}
summary{cursor:pointer}
.graph{padding:.5rem 0}
.graph svg{max-width:none;height:auto;display:block}
.order{list-style:none;margin:.5rem 0;padding:0}
.order li{padding:.15rem 0 .15rem .6rem;border-left:2px solid var(--line);overflow-wrap:anywhere}
.step{font-variant-numeric:tabular-nums;font-weight:600}
.source{overflow-x:auto;margin-top:.5rem;tab-size:4}
.lines{min-width:max-content;display:block}
.line{display:flex;white-space:pre}
.line>a,.line>span.n{flex:none;width:4.5rem;text-align:right;padding-right:1rem;color:var(--quiet);text-decoration:none;\
user-select:none}
.line:target{background:var(--info-panel)}
.gap{color:var(--quiet);padding:.3rem 0 .3rem 4.5rem;font-style:italic;font-family:system-ui,sans-serif}
mark{background:none;color:inherit;font-weight:700;text-underline-offset:3px}
mark.error{text-decoration:underline wavy 2px var(--error)}
mark.warning{text-decoration:underline dashed 2px var(--warning)}
mark.info{text-decoration:underline dotted 2px var(--info)}
.finding{position:sticky;left:0;width:min(64rem,calc(100vw - 8rem));margin:.35rem 0 .6rem 1rem;padding:.5rem .8rem;\
border:1px solid var(--edge);border-left-width:6px;border-radius:6px;font:14px/1.5 system-ui,-apple-system,'Segoe UI',\
Roboto,sans-serif;white-space:normal;overflow-wrap:anywhere}
.finding.error{border-left-color:var(--error);border-left-style:solid;background:var(--error-panel)}
.finding.warning{border-left-color:var(--warning);border-left-style:double;background:var(--warning-panel)}
.finding.info{border-left-color:var(--info);border-left-style:dotted;background:var(--info-panel)}
.finding ul{margin:.25rem 0;padding-left:1.25rem}
.error>.head strong,.sign-of-error{color:var(--error)}
.warning>.head strong,.sign-of-warning{color:var(--warning)}
.info>.head strong,.sign-of-info{color:var(--info)}
[hidden]{display:none!important}
footer{padding-block:1rem 3rem;color:var(--quiet)}
@media (max-width:40rem){.line>a,.line>span.n{width:3rem;padding-right:.6rem}.gap{padding-left:3rem}
.finding{margin-left:0;width:calc(100vw - 3.6rem)}main,header,footer,nav{padding-inline:.6rem}
details{padding-inline:.5rem}#filter{position:static}th,td{padding-inline:.3rem}}
@media (prefers-contrast:more){.finding,.file{border-color:var(--ink)}}
@media print{#filter,.skip,.keys{display:none}.finding,.line{break-inside:avoid}.scroll,.source{overflow:visible}
.line{white-space:pre-wrap;overflow-wrap:anywhere}.lines{min-width:0}.finding{width:auto;position:static}
.graph svg{max-width:100%}}
"""


def style_sheet() -> str:
    """The style sheet of the page, without that of its graphs."""
    light, dark = (":root{" + "".join(f"--{name}:{value};" for name, value in c.items()) + "}" for c in (LIGHT, DARK))
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n@media print{{{light}}}\n{_RULES}"
