// Prints pages to PDF as a reader would and says, one line each, what is cut: a chart that begins on one sheet and ends on
// another, a sheet with nothing on it, a sheet that does not say what it belongs to.
//
//   node print.mjs BROWSER FOLDER PAGE…
import { chromium } from "playwright-core";
import { FLAGS } from "./site.mjs";

const [executablePath, folder, ...pages] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const path of pages) {
  // What was chosen for the screen is no matter on paper.
  const page = await browser.newPage({ colorScheme: "dark" });
  await page.goto(`file://${folder}/${path}`, { waitUntil: "load" });
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const root = document.body.querySelector("main");
    return {
      stamp: style.getPropertyValue("--stamp").trim(),
      page: style.getPropertyValue("--page").trim(),
      // A button that has the head of a column in it is text.
      navigation: [...document.querySelectorAll("nav, button:not(th > .sort:not(:empty))")].filter((element) => element.checkVisibility()).length,
      charts: [...root.querySelectorAll(".chart, .tiles")].filter((element) => element.checkVisibility()).length,
    };
  });
  if (seen.stamp.length < 10) console.log(`${path}: the sheets do not say what they belong to: ${seen.stamp}`);
  if (seen.page !== "#fff") console.log(`${path}: the paper is ${seen.page}`);
  if (seen.navigation > 0) console.log(`${path}: ${seen.navigation} navigations are printed`);
  // Links are the one thing a PDF tells in the clear: one where each chart begins and one where it ends.
  await page.evaluate(() => {
    const charts = [...document.querySelectorAll("main :is(.chart, .tiles)")].filter((element) => element.checkVisibility());
    for (const [index, chart] of charts.entries()) {
      for (const [edge, place] of [["begin", "afterbegin"], ["end", "beforeend"]]) {
        chart.insertAdjacentHTML(place, `<div><a href="https://${edge}.example/${index}">.</a></div>`);
      }
    }
  });
  const sheets = sheetsOf((await page.pdf({ preferCSSPageSize: true })).toString("latin1"));
  for (let chart = 0; chart < seen.charts; chart++) {
    // What begins a sheet also ends the one before it, without any height.
    const on = (edge) => sheets.flatMap((links, sheet) => links.includes(`https://${edge}.example/${chart}`) ? [sheet] : []);
    const [begin, end] = [on("begin"), on("end")];
    if (begin.length === 0 || end.length === 0) console.log(`${path}: the ${chart + 1}. chart is not printed`);
    else if (!begin.some((sheet) => end.includes(sheet))) console.log(`${path}: the ${chart + 1}. chart is cut after sheet ${begin[0] + 1}`);
  }
  await page.close();
}
await browser.close();

// The addresses of the links on each sheet.
function sheetsOf(pdf) {
  const objects = new Map([...pdf.matchAll(/(\d+) 0 obj\b([\s\S]*?)\bendobj/g)].map(([, number, text]) => [number, text]));
  const sheets = [...objects.values()].filter((text) => /\/Type\s*\/Page\b/.test(text));
  const links = (sheet) => {
    const annotations = sheet.match(/\/Annots\s*\[([^\]]*)\]/)?.[1] ?? objects.get(sheet.match(/\/Annots\s+(\d+) 0 R/)?.[1]) ?? "";
    return [...annotations.matchAll(/(\d+) 0 R/g)].map(([, number]) => objects.get(number)?.match(/\/URI\s*\(([^)]*)\)/)?.[1]);
  };
  return sheets.map(links);
}
