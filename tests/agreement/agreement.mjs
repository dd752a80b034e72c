// Holds documents against the printed schemas with ajv and with the JSON service of VS Code.
//
// Standard input: {"schemas": {name: schema}, "documents": [{"name", "schema", "text"}]}. Standard output:
// {"complaints": [what a validator says of a schema], "verdicts": {name: {"ajv": [errors], "vscode": [errors]}}}.
// What nflint says of the same documents is compared in test_agreement.py.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { getLanguageService } from "vscode-json-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

// The numbers of the service for a schema that it does not support in full, and, from 0x10000 up, cannot resolve.
const isSchemaTrouble = (code) => code === 0x301 || code >= 0x10000;

const { schemas, documents } = JSON.parse(readFileSync(0, "utf8"));
const complaints = [];

function compiled(name, schema) {
  const complain = (...words) => complaints.push(`ajv on ${name}: ${words.join(" ")}`);
  const ajv = new Ajv2020.default({
    strict: true,
    allErrors: true,
    logger: { log: complain, warn: complain, error: complain },
  });
  addFormats.default(ajv);
  try {
    return ajv.compile(schema);
  } catch (error) {
    complain(error.message);
    return undefined;
  }
}

function ajvErrors(validate, text) {
  if (validate === undefined) return ["the schema was not compiled"];
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const service = getLanguageService({});

async function serviceErrors(schemaName, text) {
  const document = TextDocument.create("file:///document.json", "json", 1, text);
  const parsed = service.parseJSONDocument(document);
  const found = await service.doValidation(document, parsed, {}, schemas[schemaName]);
  const trouble = found.filter((entry) => isSchemaTrouble(entry.code));
  complaints.push(...trouble.map((entry) => `VS Code on ${schemaName}: ${entry.message}`));
  return found
    .filter((entry) => !isSchemaTrouble(entry.code))
    .map((entry) => `${entry.range.start.line + 1}:${entry.range.start.character + 1} ${entry.message}`);
}

const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, compiled(name, schema)]));
for (const name of Object.keys(schemas)) await serviceErrors(name, "{}");
const verdicts = {};
for (const { name, schema, text } of documents) {
  verdicts[name] = { ajv: ajvErrors(validators[schema], text), vscode: await serviceErrors(schema, text) };
}
process.stdout.write(JSON.stringify({ complaints: [...new Set(complaints)], verdicts }));
