// Searches a published site by keyboard alone and prints, one line each, what is not as it should be.
//
//   node search.mjs BROWSER FOLDER http|file
import { open } from "./open.mjs";

const [executablePath, folder, way] = process.argv.slice(2);
const { browser, base, close } = await open(executablePath, folder, way);
const say = (problem) => console.log(`search (${way}): ${problem}`);
const page = await browser.newPage();
page.on("console", (message) => { if (message.type() === "error") say(`console: ${message.text()}`); });
page.on("pageerror", (error) => say(`script error: ${error.message}`));
page.on("requestfailed", (request) => say(`request failed: ${request.url()}`));
page.on("request", (request) => { if (!request.url().startsWith(base) && request.url() !== "data:,") say(`foreign request: ${request.url()}`); });

// From any page there is a way to the search.
await page.goto(`${base}2026-10/team/billing/index.html`);
await page.locator("nav a", { hasText: "Search" }).first().focus();
await page.keyboard.press("Enter");
await page.waitForURL("**/search/index.html");

await find("satisf", "Customer satisfaction", "a prefix");
await find("sàtisfáctiön", "Customer satisfaction", "accents");
await find("october billing 2026", "Billing, October 2026", "several words");
await find("utilities bench", "Utilities contact-centre benchmark 2026", "a study");
await find("first_reply", "First reply time", "an id");
await find("same voice", "The same voice twice", "a story");
await find("zzzz", null, "nothing");
await find("a", null, "a word of one letter");

// Arrows go down and up, Escape goes back and empties, Enter follows.
await page.keyboard.type("reply");
await status("found for “reply”");
await page.keyboard.press("ArrowDown");
const first = await focused();
await page.keyboard.press("ArrowDown");
const second = await focused();
if (!first || first === second) say(`arrows went from ${first} to ${second}`);
await page.keyboard.press("ArrowUp");
if ((await focused()) !== first) say(`the arrow up went to ${await focused()}`);
await page.keyboard.press("Escape");
if ((await focused()) !== "INPUT") say(`Escape went to ${await focused()}`);
await page.keyboard.press("Escape");
if ((await page.inputValue("input")) !== "") say("Escape did not empty the input");
await page.keyboard.type("customer satisfaction");
await page.keyboard.press("Enter");
await status("found for “customer satisfaction”");
if (!(await focused())?.endsWith("kpis/csat/index.html")) say(`Enter went to ${await focused()}`);
await page.keyboard.press("Enter");
await page.waitForURL("**/kpis/csat/index.html");

// What is found stands in the address.
await page.goto(`${base}search/index.html?q=nps`);
await status("found for “nps”");

// Many pages come in portions.
await page.fill("input", "scorecard");
await status("pages found for “scorecard”");
const before = await page.locator("[data-results] > li").count();
await page.locator("[data-more]").focus();
await page.keyboard.press("Enter");
await page.waitForFunction((before) => document.querySelectorAll("[data-results] > li").length > before, before);
const role = await page.locator("[data-status]").getAttribute("role");
if (role !== "status") say("nothing is announced");

// Without script there is no form, but a way everywhere.
const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(`${base}search/index.html`);
if (await plain.locator("form").isVisible()) say("there is a form that does nothing");
for (const target of ["kpis/csat", "2026-10", "benchmarks/utilities-2026", "stories/same-voice", "archive", "about"]) {
  if ((await plain.locator(`main a[href$="${target}/index.html"]`).count()) === 0) say(`no way to ${target} without script`);
}
await close();

async function find(words, title, what) {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(words);
  await status(title ? `found for “${words}”` : /Nothing found|at least two/);
  const found = await page.locator("[data-results] a").allTextContents();
  if (title ? !found.slice(0, 3).includes(title) : found.length > 0) say(`${what}: \`${words}\` finds ${found.slice(0, 5).join("; ")}`);
  await page.keyboard.press("Escape");
}

async function status(words) {
  await page.locator("[data-status]").filter({ hasText: words }).waitFor({ timeout: 5000 })
    .catch(async () => say(`waiting for ${words}: ${await page.locator("[data-status]").textContent()}`));
}

async function focused() {
  return page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.tagName);
}
