// Reads file names from the arguments and says of each whether Mermaid's own parser takes it: a JSON list.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

globalThis.window = new JSDOM("<!doctype html>").window;
globalThis.document = globalThis.window.document;
const mermaid = (await import("mermaid")).default;
mermaid.initialize({ startOnLoad: false });

const said = [];
for (const name of process.argv.slice(2)) {
  try {
    await mermaid.parse(readFileSync(name, "utf8"));
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(name, "utf8"));
    said.push({ vertices: diagram.db.getVertices().size, edges: diagram.db.getEdges().length });
  } catch (error) {
    said.push({ error: String(error) });
  }
}
console.log(JSON.stringify(said));
