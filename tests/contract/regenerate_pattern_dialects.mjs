// Asks node what `new RegExp(pattern).test(subject)` says to every row of pattern_dialects.json and writes the
// verdicts down: true, false, or "refused" when the pattern is a SyntaxError. New rows are added by hand with null.
// With --check nothing is written; the exit code is 1 when a stored verdict is not node's.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("pattern_dialects.json", import.meta.url);
const table = JSON.parse(readFileSync(file, "utf8"));

const verdict = (pattern, subject) => {
  try {
    return new RegExp(pattern).test(subject);
  } catch {
    return "refused";
  }
};

if (process.argv.includes("--check")) {
  const wrong = table.rows.filter(([pattern, subject, stored]) => verdict(pattern, subject) !== stored);
  for (const row of wrong) console.error(`not node's verdict: ${JSON.stringify(row)}`);
  process.exit(wrong.length ? 1 : 0);
}

const escaped = (value) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const rows = table.rows.map(([pattern, subject]) => `    ${escaped([pattern, subject, verdict(pattern, subject)])}`);
const about = "pattern, subject, and what node says; written by regenerate_pattern_dialects.mjs";
writeFileSync(
  file,
  `{\n  "about": ${escaped(about)},\n  "node": ${escaped(process.version)},\n  "rows": [\n${rows.join(",\n")}\n  ]\n}\n`,
);
