// Says, one line each, where a newsletter's mail breaks what mail programs can do.
//
//   node mail.mjs BROWSER MAIL
//
// MAIL is the HTML as it is sent. What the programs of the Word family, the largest web mailer and the mail program of
// phones cannot show is known to `caniemail`; whatever of it a mail uses must have a fallback, which is named here.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { caniemail } from "caniemail";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";
import { FLAGS } from "./site.mjs";

const [browserPath, file] = process.argv.slice(2);
const html = readFileSync(file, "utf8");
const say = (line) => console.log(line);

const FALLBACKS = {
  "@media": "narrower and darker only where it is understood; the page is fluid and light without it",
  "<style> element": "holds nothing but that",
  "color-scheme meta tag": "the page is light without it",
  // The preheader: letters of one pixel in the colour of what is behind them.
  "display:none": "it cannot be seen anyway",
  "max-height property": "it cannot be seen anyway",
  overflow: "it cannot be seen anyway",
};
const clients = ["outlook.windows", "outlook.outlook-com", "gmail.*", "apple-mail.*"];
for (const [client, issues] of caniemail({ clients, html }).issues.errors) {
  for (const { title } of issues.filter(({ title }) => !(title in FALLBACKS))) say(`${client} does not know ${title}`);
}

const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    // What is right in a page is what a word processor does not know.
    "no-inline-style": "off",
    "no-deprecated-attr": "off",
    "no-conditional-comment": "off",
  },
}));
const { results } = await validator.validateString(html, "mail.html");
for (const { messages } of results) {
  for (const { line, column, ruleId, message } of messages) say(`${line}:${column}: ${message} (${ruleId})`);
}

const browser = await chromium.launch({ executablePath: browserPath, args: FLAGS });
for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 600, 1000]) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const asked = [];
    // As a program that blocks pictures shows it.
    await page.route("**/*", (route) => {
      const url = route.request().url();
      if (url.startsWith("file:") && url.endsWith(".html")) return route.continue();
      asked.push(url);
      return route.abort();
    });
    await page.goto(pathToFileURL(file).href);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) say(`${width} pixels, ${colorScheme}: ${wide} pixels wide`);
    const foreign = asked.filter((url) => !url.startsWith("file:"));
    if (foreign.length > 0) say(`asks for ${foreign}`);
    const hidden = await page.evaluate(() => [...document.querySelectorAll("td, p, h1, h2, h3")]
      .filter((element) => element.textContent.trim() !== "" && element.getBoundingClientRect().height < 8)
      .map((element) => element.textContent.slice(0, 40)));
    if (hidden.length > 0) say(`${width} pixels: cannot be seen: ${hidden}`);
    await page.close();
  }
}
await browser.close();
