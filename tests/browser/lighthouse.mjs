// Runs Lighthouse over pages and prints, one line each, what falls short of 100 in accessibility, best practices and
// search; performance is told on the error output, for it depends on the machine.
//
//   node lighthouse.mjs BROWSER FOLDER PAGE…
import { chromium } from "playwright-core";
import lighthouse, { desktopConfig } from "lighthouse";
import { serve, FLAGS } from "./site.mjs";

const [executablePath, folder, ...pages] = process.argv.slice(2);
const gated = ["accessibility", "best-practices", "seo"];
const server = await serve(folder);
const port = 10_000 + Math.floor(Math.random() * 50_000);
const browser = await chromium.launch({ executablePath, args: [...FLAGS, `--remote-debugging-port=${port}`] });
for (const page of pages) {
  const { lhr } = await lighthouse(
    `${server.base}${page}`,
    {
      port, logLevel: "error", onlyCategories: [...gated, "performance"], disableFullPageScreenshot: true,
      // It asks for robots.txt from within the page, which the page's own policy forbids.
      skipAudits: ["robots-txt"],
    },
    desktopConfig,
  );
  const score = (category) => Math.round(100 * lhr.categories[category].score);
  console.error(`${page}: ${Object.keys(lhr.categories).map((category) => `${category} ${score(category)}`).join(", ")}`);
  if (lhr.runtimeError) console.log(`${page}: ${lhr.runtimeError.message}`);
  for (const category of gated) {
    const failed = lhr.categories[category].auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1);
    for (const { id } of failed) {
      const items = (lhr.audits[id].details?.items ?? []).slice(0, 3).map((item) => JSON.stringify(item.node?.snippet ?? item).slice(0, 200));
      console.log(`${page}: ${category} ${score(category)}: ${id}: ${lhr.audits[id].title} ${items.join(" | ")}`);
    }
  }
}
await browser.close();
server.close();
