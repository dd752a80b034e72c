"""Pictures of flows and runs: what is drawn is made once (`picture`, `sketch`), and written as Mermaid, DOT or SVG."""
