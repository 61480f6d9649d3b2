// Opens pages in headless Chromium and prints, one line each, what a reader would stumble over.
//
//   node check.mjs BROWSER FOLDER http|file PAGE…
//
// FOLDER is a published site, opened through a web server or straight from the disk. Prints nothing when all is well.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { FLAGS, serve } from "./site.mjs";

const [executablePath, folder, way, ...pages] = process.argv.slice(2);
const server = way === "http" ? await serve(folder) : null;
const base = server ? server.base : `file://${folder}/`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: FLAGS });

const found = [];
const waiting = [...pages];
// Two pages at a time: while one is laid out, the other is looked at.
await Promise.all([look(), look()]);
await browser.close();
server?.close();
for (const line of found) console.log(line);

async function look() {
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const context = await browser.newContext({ viewport: { width: 320, height: 900 } });
    await visit(await context.newPage(), path);
    await context.close();
  }
}

// Opens a page once and looks at it in every width and both colour schemes.
async function visit(page, path) {
  let where = "320 px";
  const say = (problem) => found.push(`${path} (${where}): ${problem}`);
  page.on("console", (message) => { if (message.type() === "error") say(`console: ${message.text()}`); });
  page.on("pageerror", (error) => say(`script error: ${error.message}`));
  page.on("requestfailed", (request) => say(`request failed: ${request.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) say(`foreign request: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) say(`${response.status()}: ${response.url()}`);
  });
  await page.goto(base + path, { waitUntil: "load" });
  // How a page is laid out does not depend on the way it came.
  for (const width of way === "http" ? [320, 768, 1440] : [320]) {
    where = `${width} px`;
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) say(`scrolls sideways by ${overflow} px${await widest(page)}`);
    const small = await page.evaluate(smallText);
    if (small.length > 0) say(`text below 11 px: ${small.slice(0, 3).join(", ")}`);
  }
  if (way !== "http") {
    await switchColours(page, say);
    return;
  }
  await walkByKeyboard(page, say);
  await page.evaluate(axe);
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  for (const [width, colorScheme, runOnly] of [
    [1440, "light", rules], [1440, "dark", rules], [320, "dark", ["color-contrast"]], [320, "light", rules],
  ]) {
    where = `${width} px, ${colorScheme}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
    for (const { id, nodes } of violations) {
      say(`${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} [${node.failureSummary?.split("\n")[1]?.trim()}]`).join(" | ")}`);
    }
  }
}

// Whatever can be reached is reached with the tab key, in the order of the page; one sees where one is, and nothing lies
// over it.
async function walkByKeyboard(page, say) {
  const expected = await page.evaluate(() => {
    const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    const stops = reachable.filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
    globalThis.stops = stops;
    scrollTo(0, 0);
    // A page may begin in its search field; the way still begins at the top.
    if (document.activeElement !== document.body) stops[0].focus();
    return stops.length;
  });
  for (let stop = 0; stop < expected; stop++) {
    const isThere = stop === 0 && await page.evaluate(() => document.activeElement === globalThis.stops[0]);
    if (!isThere) await page.keyboard.press("Tab");
    const wrong = await page.evaluate((stop) => {
      const [element, wanted] = [document.activeElement, globalThis.stops[stop]];
      const name = (it) => it?.outerHTML.slice(0, 100);
      if (element !== wanted) return `the tab key leads to ${name(element)} instead of ${name(wanted)}`;
      const style = getComputedStyle(element);
      if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0) return `no focus is seen on ${name(element)}`;
      const box = [...element.getClientRects()].find((box) => box.width > 0 && box.height > 0);
      if (!box || box.bottom < 0 || box.top > innerHeight) return `the focus is out of sight on ${name(element)}`;
      if (element.matches("[role=region], section")) return null;
      const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const isSeen = top && (element.contains(top) || top.contains(element));
      return isSeen ? null : `${name(top)} lies over ${name(element)}`;
    }, stop);
    if (wrong) {
      say(wrong);
      return;
    }
  }
}

// The switch between light and dark works, and is remembered on the next page.
async function switchColours(page, say) {
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const button = page.locator(".scheme");
  if (await button.count() === 0) return;
  await button.click();
  if (await scheme() !== "dark") say(`the switch leads to ${await scheme()} instead of dark`);
  await page.reload();
  if (await scheme() !== "dark") say("the choice of dark is forgotten");
  await button.click();
  const remembered = await page.evaluate(() => localStorage.length);
  if (await scheme() !== "light dark" || remembered > 0) say("the system does not decide again");
}

async function widest(page) {
  return page.evaluate(() => {
    const wide = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`);
    return wide.length > 0 ? `, for example ${wide[0]}` : "";
  });
}

function smallText() {
  const small = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    const box = element.getBoundingClientRect();
    if (!own || box.width === 0 || element.closest("title, desc, .sr")) continue;
    const svg = element.ownerSVGElement;
    const scale = svg?.viewBox.baseVal.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < 10.95) small.add(`${size.toFixed(1)} px "${element.textContent.trim().slice(0, 30)}"`);
  }
  return [...small];
}
