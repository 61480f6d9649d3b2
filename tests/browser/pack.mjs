// Opens a period in one file from the disk and prints it, and says, one line each, what does not hold: it asks for another
// file, it runs over a narrow screen, its PDF cannot be found one's way in.
//
//   node pack.mjs BROWSER FILE FEWEST MOST
//
// The PDF must have from FEWEST to MOST pages.
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { FLAGS } from "./site.mjs";

const [executablePath, file, fewest, most] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: FLAGS });
const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
const own = pathToFileURL(file).href;
page.on("request", (request) => {
  if (request.url() !== own && !request.url().startsWith("data:")) console.log(`asks for ${request.url()}`);
});
page.on("console", (message) => console.log(message.text()));
await page.goto(own, { waitUntil: "load" });
const seen = await page.evaluate(() => ({
  width: document.documentElement.scrollWidth,
  face: getComputedStyle(document.querySelector("h1")).fontFamily,
  headings: document.querySelectorAll("h1, h2, h3").length,
  missing: [...document.images].filter((image) => image.complete && image.naturalWidth === 0).length,
}));
if (seen.width > 320) console.log(`is ${seen.width} pixels wide on a screen of 320`);
if (!/serif/.test(seen.face)) console.log(`has no styles: ${seen.face}`);
if (seen.missing > 0) console.log(`${seen.missing} pictures are not shown`);
const pdf = (await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true })).toString("latin1");
if (!pdf.includes("/StructTreeRoot")) console.log("the PDF is not tagged");
if (!pdf.includes("/Outlines")) console.log("the PDF has no bookmarks");
const pages = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
if (pages < Number(fewest) || pages > Number(most)) console.log(`the PDF has ${pages} pages`);
// What is hidden on paper has no bookmark.
const bookmarks = (pdf.match(/\/Title\b/g) ?? []).length;
if (bookmarks < seen.headings / 2) console.log(`${seen.headings} headings, but ${bookmarks} bookmarks`);
await browser.close();
