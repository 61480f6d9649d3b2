// Sorts and filters the tables of a published site by keyboard alone and prints, one line each, what is not as it should be.
//
//   node tables.mjs BROWSER FOLDER http|file
import { open } from "./open.mjs";

const [executablePath, folder, way] = process.argv.slice(2);
const { browser, base, close } = await open(executablePath, folder, way);
const say = (problem) => console.log(`tables (${way}): ${problem}`);
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on("console", (message) => { if (message.type() === "error") say(`console: ${message.text()}`); });
page.on("pageerror", (error) => say(`script error: ${error.message}`));

// A scorecard: the worst first, then by name, then as it was.
await page.goto(`${base}2026-10/index.html`);
const listed = await names(".lines__table");
await press(".lines__table thead .lines__verdict button");
const states = ["worse", "better", "different", "usual", "early", "none"];
const ranks = await page.locator(".lines__table tr.line .lines__verdict .verdict").evaluateAll((all, states) =>
  all.map((one) => states.findIndex((state) => one.classList.contains(`verdict--${state}`))), states);
same(ranks, [...ranks].sort((one, other) => one - other), "by verdict");
if (new Set(ranks).size < 3) say("hardly a verdict to sort by");
if (await page.locator(".lines__table tr.lines__group").first().isVisible()) say("sorted lines stand under a heading of a group");
await press(".lines__table thead .lines__kpi button");
if ((await sorted(".lines__table thead .lines__kpi")) !== "ascending") say("the head does not say how it is sorted");
if ((await page.locator(".lines__table thead .lines__verdict").getAttribute("aria-sort")) !== null) say("two heads say they are sorted");
const ascending = await names(".lines__table");
same(ascending, [...listed].sort((one, other) => one.localeCompare(other, "en", { numeric: true })), "by name");
await press(".lines__table thead .lines__kpi button");
same(await names(".lines__table"), [...ascending].reverse(), "by name, downwards");
await press(".lines__table thead .lines__kpi button");
same(await names(".lines__table"), listed, "as it was");
// KPIs have different units, so there is no order of their values.
if ((await page.locator(".lines__table thead .lines__value button").count()) > 0) say("values of different units can be sorted");

// The matrix: a column of one KPI is sorted by its figures, the whole stays above, what is missing is last.
const column = page.locator(".matrix__table thead th").nth(1);
await column.locator("button").focus();
await page.keyboard.press("Enter");
const cells = await page.locator(".matrix__table").first().locator("tbody tr:not(.matrix-row--whole) td:nth-child(2)").evaluateAll((all) => all.map((one) => one.textContent));
const figures = cells.map((text) => parseFloat(text)).filter((figure) => !Number.isNaN(figure));
same(figures, [...figures].sort((one, other) => one - other), "the matrix");
if (!(await page.locator(".matrix__table tbody tr").first().getAttribute("class")).includes("whole")) say("the whole is not above its parts");

// Durations are sorted by their length: 9 min 40 s, 14 min, 1 h 2 min.
await page.goto(`${base}kpis/first_reply/index.html`);
await press(".part-lines thead button >> nth=1");
const seconds = await page.locator(".part-lines").first().locator("tbody .part-lines__value").evaluateAll((all) => all.map((one) => {
  const units = { h: 3600, min: 60, s: 1 };
  return [...one.textContent.matchAll(/(\d+)\s(h|min|s)/g)].reduce((sum, [, number, unit]) => sum + number * units[unit], 0);
}));
same(seconds, [...seconds].sort((one, other) => one - other), "durations");

// A filter leaves what has every word, and Escape takes it away.
await page.goto(`${base}kpis/index.html`);
const all = (await names(".lines__table")).length;
await page.locator(".filter input").first().focus();
await page.keyboard.type("cust satis");
same((await names(".lines__table")).includes("Customer satisfaction"), true, "the filter leaves what has its words");
const left = (await names(".lines__table")).length;
if (left >= all) say(`the filter left ${left} of ${all}`);
same(await page.locator(".filter [role=status]").first().textContent(), `${left} of ${all}`, "what is left is said");
await page.keyboard.press("Escape");
same((await names(".lines__table")).length, all, "all after Escape");

await page.goto(`${base}archive/index.html`);
await page.locator(".filter input").first().focus();
await page.keyboard.type("November 2023");
same(await page.locator(".archive-year:visible li:visible").count(), 1, "the first edition in the archive");

// Without script everything is there, and no button that does nothing.
const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
for (const path of ["2026-10/index.html", "kpis/index.html", "benchmarks/utilities-2026/index.html", "archive/index.html"]) {
  await plain.goto(base + path);
  if ((await plain.locator(".sort, .filter").count()) > 0) say(`${path}: controls without script`);
  const hidden = await plain.locator("main").evaluate((main) => [...main.querySelectorAll("tr, li")].filter((one) => one.hidden).length);
  if (hidden > 0) say(`${path}: ${hidden} hidden without script`);
}
await plain.goto(`${base}2026-10/index.html`);
same(await plain.locator(".lines__table tr.line:visible").count(), listed.length, "lines without script");
await close();

async function press(what) {
  await page.locator(what).first().focus();
  await page.keyboard.press("Enter");
}

function names(table) {
  return page.locator(`${table} tr.line:visible .lines__kpi`).evaluateAll((all) => all.map((one) => one.textContent.trim()));
}

function sorted(head) {
  return page.locator(head).getAttribute("aria-sort");
}

function same(found, expected, what) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) say(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
}
