// Reads published files and says, one line each, where their markup is at fault and what weighs too much.
//
//   node files.mjs FOLDER PAGE…
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const [folder, ...pages] = process.argv.slice(2);
const read = (path) => readFileSync(join(folder, path), "utf8");
const weight = (path) => gzipSync(readFileSync(join(folder, path))).length;
const say = (line) => console.log(line);

const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A title names the page, the site and the organisation; a long one is cut at the end.
    "long-title": "off",
    // Blanks at the end of a line mean nothing, and capital letters neither.
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    // A list may have a name.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
}));
for (const page of pages) {
  const { results } = await validator.validateString(read(page), page);
  for (const { messages } of results) {
    for (const { line, column, ruleId, message } of messages) say(`${page}:${line}:${column}: ${message} (${ruleId})`);
  }
}

// In bytes, compressed: a page with what it loads, and all that any of them loads.
const MOST = { page: 100_000, styles: 20_000, scripts: 15_000 };
const loaded = { styles: new Set(), scripts: new Set() };
for (const page of pages) {
  const own = { styles: [], scripts: [] };
  for (const [kind, tag] of [["styles", /<link rel="stylesheet" href="([^"]+)"/g], ["scripts", /<script src="([^"]+)"/g]]) {
    own[kind] = [...read(page).matchAll(tag)].map(([, address]) => normalize(join(dirname(page), address)));
    for (const file of own[kind]) loaded[kind].add(file);
  }
  const whole = [page, ...own.styles, ...own.scripts].reduce((sum, file) => sum + weight(file), 0);
  console.error(`${page}: ${weight(page)} B, with what it loads ${whole} B`);
  if (whole > MOST.page) say(`${page} weighs ${whole} B with what it loads`);
}
for (const [kind, files] of Object.entries(loaded)) {
  const sum = [...files].reduce((sum, file) => sum + weight(file), 0);
  console.error(`all ${kind}: ${sum} B`);
  if (sum > MOST[kind]) say(`all ${kind} weigh ${sum} B`);
}
