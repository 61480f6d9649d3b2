// A published site in headless Chromium, through a web server or straight from the disk.
import { chromium } from "playwright-core";
import { FLAGS, serve } from "./site.mjs";

// `way` is http or file; `base` is what addresses of the site begin with.
export async function open(executablePath, folder, way) {
  const server = way === "http" ? await serve(folder) : null;
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const close = async () => {
    await browser.close();
    server?.close();
  };
  return { browser, base: server?.base ?? `file://${folder}/`, close };
}
