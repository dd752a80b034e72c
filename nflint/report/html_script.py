"""What the HTML report does besides being read: it filters its findings, and keys lead from one to the next.

Everything is on the page without it.
"""

from __future__ import annotations

SCRIPT = """\
"use strict";
(() => {
  const form = document.getElementById("filter");
  const search = document.getElementById("search");
  const said = document.getElementById("said");
  const keys = document.getElementById("keys");
  const boxes = [...form.querySelectorAll("input[name=severity]")];
  const findings = [...document.querySelectorAll(".finding")];
  const texts = findings.map((one) => `${one.dataset.path} ${one.textContent}`.toLowerCase());
  const apply = () => {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    findings.forEach((one, at) => {
      const fits = severities.has(one.dataset.severity) && words.every((word) => texts[at].includes(word));
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    said.textContent = `${shown} of ${findings.length} shown`;
  };
  const go = (by) => {
    const seen = findings.filter((one) => !one.hidden);
    if (!seen.length) return;
    const here = seen.indexOf(document.activeElement.closest(".finding"));
    const next = here < 0 ? (by > 0 ? 0 : seen.length - 1) : here + by;
    const one = seen[Math.max(0, Math.min(seen.length - 1, next))];
    for (let up = one.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    one.focus({ preventScroll: true });
    one.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target === search) {
      if (event.key !== "Escape") return;
      search.value = "";
      apply();
      search.blur();
      return;
    }
    if (!keys.checked) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
    } else if (event.key === "/") {
      event.preventDefault();
      search.focus();
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.hidden = false;
  apply();
})();
"""
