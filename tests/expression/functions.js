// The documented functions in JavaScript's own words. Reads a JSON list of expressions from standard input and prints
// a list of what each comes to: {"value": ...}, {"undefined": true}, or {"error": ...}.
"use strict";

const vm = require("node:vm");

const of = (compare) => (a, b) => compare(a, b);

const fn = {
  toBase64: (text) => Buffer.from(text, "utf8").toString("base64"),
  fromBase64: (text) => Buffer.from(text, "base64").toString("utf8"),
  slug: (text) => text.toLowerCase().split(" ").join("-"),
  toUpper: (text) => text.toUpperCase(),
  toLower: (text) => text.toLowerCase(),
  length: (text) => text.length,
  indexOf: (text, match) => text.indexOf(match),
  search: (text, match) => text.search(match),
  replace: (text, match, replacement) => text.replace(match, replacement),
  replaceAll: (text, match, replacement) => text.replaceAll(match, replacement),
  slice: (text, start, end) => text.slice(start, end),
  split: (text, separator, limit) => text.split(separator, limit),
  join: (texts, separator) => texts.join(separator),
  not: (value) => !value,
  or: (...values) => values.some(Boolean),
  and: (...values) => values.every(Boolean),
  if: (condition, yes, no) => (condition ? yes : no),
  eq: (first, ...others) => agreed(others.every((other) => first === other), others.every((other) => first == other)),
  neq: (first, ...others) => agreed(others.every((other) => first !== other), others.every((other) => first != other)),
  gt: of((a, b) => a > b),
  lt: of((a, b) => a < b),
  gte: of((a, b) => a >= b),
  lte: of((a, b) => a <= b),
  add: (...numbers) => numbers.reduce((a, b) => a + b),
  subtract: (...numbers) => numbers.reduce((a, b) => a - b),
  multiply: (...numbers) => numbers.reduce((a, b) => a * b, 1),
  divide: (a, b) => a / b,
  remainder: (a, b) => a % b,
  exp: (a, b) => a ** b,
  floor: (number) => Math.floor(number),
  ceil: (number) => Math.ceil(number),
  get: (value, path) => path.split(".").reduce((part, step) => part?.[step], value),
  stringifyJSON: (value) => JSON.stringify(value),
  parseJSON: (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return "";
    }
  },
  entries: (object) => Object.entries(object),
  values: (object) => Object.values(object),
  keys: (object) => Object.keys(object),
  concat: (first, ...others) => first.concat(...others),
  arrSlice: (array, start, end) => array.slice(start, end),
  arrLength: (array) => array.length,
};

// Whether Northflank compares with `===` or `==` is not known, so an answer counts where it makes no difference.
function agreed(strict, loose) {
  if (strict !== loose) {
    throw new Error("it matters how values are compared");
  }
  return strict;
}

function evaluated(expression) {
  try {
    const value = vm.runInNewContext(expression, { fn });
    if (typeof value === "number" && !Number.isFinite(value)) {
      return { error: String(value) };
    }
    return value === undefined ? { undefined: true } : { value };
  } catch (error) {
    return { error: error.message };
  }
}

const expressions = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(expressions.map(evaluated)));
