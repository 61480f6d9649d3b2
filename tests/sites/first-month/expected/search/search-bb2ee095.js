// Searches the index that lies beside this page. It comes as scripts, because those load from a disk too, where nothing
// can be fetched: a word's first two characters say which file of each volume it is in, and only those files are loaded.
//
// The page has a form with `data-index` and in it an input, an element with `data-status`, a list with `data-results`, a
// button with `data-more` and a template with a link and elements with `data-kind` and `data-note` for each result.
(() => {
  "use strict";
  const form = document.querySelector("form[data-index]");
  if (!form) return;
  const find = (what) => form.querySelector(what);
  const [input, status, list, more] = [find("input"), find("[data-status]"), find("[data-results]"), find("[data-more]")];
  const result = find("template").content;
  const pagesPerFile = 200;
  const atOnce = 20;
  const volumes = form.dataset.index.split(" ").filter(Boolean).map((volume, order) => {
    const [name, files, mark] = volume.split(":");
    return { name, order, files: Number(files), mark };
  });

  // The files of the index, each loaded once.
  const files = new Map();
  window.plauditFound = (volume, kind, number, content) => files.get(`${volume}/${kind}-${number}`)?.arrived(content);

  function load(volume, kind, number) {
    const path = `${volume.name}/${kind}-${number}`;
    const known = files.get(path);
    if (known) return known.content;
    const file = {};
    file.content = new Promise((arrived, failed) => {
      file.arrived = arrived;
      const script = document.createElement("script");
      script.src = `${path}.js?${volume.mark}`;
      script.onerror = () => {
        files.delete(path);
        failed(new Error(path));
      };
      document.head.append(script);
    });
    files.set(path, file);
    return file.content;
  }

  // As src/compose/search/fold.rs does it with the pages.
  const letters = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ς": "σ" };

  function wordsOf(text) {
    const plain = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    const folded = plain.replace(/[ßæœþøđðłıς]/g, (letter) => letters[letter]);
    const words = folded.split(/[^\p{Alphabetic}\p{N}]+/u).map((word) => [...word].slice(0, 40).join(""));
    return [...new Set(words.filter((word) => [...word].length > 1))];
  }

  function fileOf(word, files) {
    const code = (char) => (/[a-z]/.test(char) ? char.charCodeAt(0) - 97 : /[0-9]/.test(char) ? char.charCodeAt(0) - 22 : 36);
    return [...word].slice(0, 2).reduce((file, char) => file * 37 + code(char), 0) % files;
  }

  // What each page of a volume is worth for one word: more where it is called so than where it says so, and more for the
  // whole word than for one that begins like it.
  async function worth(volume, word) {
    const content = await load(volume, "words", fileOf(word, volume.files));
    const pages = new Map();
    for (const [found, places] of Object.entries(content)) {
      if (!found.startsWith(word)) continue;
      places.split("|").forEach((numbers, inText) => {
        const value = (found === word ? 2 : 1) * (inText ? 1 : 3);
        let page = 0;
        for (const distance of numbers ? numbers.split(" ") : []) {
          page += parseInt(distance, 36);
          pages.set(page, Math.max(value, pages.get(page) ?? 0));
        }
      });
    }
    return pages;
  }

  // The pages of a volume that have every word.
  async function search(volume, words) {
    const [first, ...others] = await Promise.all(words.map((word) => worth(volume, word)));
    const found = [];
    for (const [page, value] of first) {
      if (others.every((other) => other.has(page))) {
        found.push({ volume, page, value: others.reduce((sum, other) => sum + other.get(page), value) });
      }
    }
    return found;
  }

  let run = 0;
  let found = [];

  async function answer() {
    const mine = ++run;
    const asked = input.value.trim();
    const words = wordsOf(asked);
    try {
      history.replaceState(null, "", asked ? `?q=${encodeURIComponent(asked)}` : location.pathname);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
    let results = [];
    try {
      if (words.length > 0) results = (await Promise.all(volumes.map((volume) => search(volume, words)))).flat();
    } catch {
      if (mine === run) say("The index of this site could not be loaded. The pages below lead everywhere.", []);
      return;
    }
    if (mine !== run) return;
    results.sort((one, other) => other.value - one.value || one.volume.order - other.volume.order || one.page - other.page);
    const count = results.length === 1 ? "1 page" : `${results.length.toLocaleString("en")} pages`;
    if (words.length === 0) say(asked ? "Type at least two letters or digits of a word." : "", []);
    else if (results.length === 0) say(`Nothing found for “${asked}”.`, []);
    else {
      await show(results.slice(0, atOnce), mine);
      if (mine === run) say(`${count} found for “${asked}”.`, results);
    }
  }

  function say(words, results) {
    found = results;
    status.textContent = words;
    if (results.length === 0) list.replaceChildren();
    more.hidden = results.length <= list.children.length;
  }

  // Puts results into the list, in place of those that are there.
  async function show(results, mine, added = false) {
    const rows = await Promise.all(results.map(async ({ volume, page }) => {
      const rows = await load(volume, "pages", Math.floor(page / pagesPerFile));
      return rows[page % pagesPerFile];
    }));
    if (mine !== run) return;
    const items = rows.map(([kind, title, address, note]) => {
      const item = result.cloneNode(true);
      const link = item.querySelector("a");
      link.textContent = title;
      link.href = `../${address}`;
      item.querySelector("[data-kind]").textContent = kind;
      item.querySelector("[data-note]").textContent = note;
      return item;
    });
    if (added) list.append(...items);
    else list.replaceChildren(...items);
  }

  more.addEventListener("click", async () => {
    const shown = list.children.length;
    await show(found.slice(shown, shown + atOnce), run, true);
    more.hidden = found.length <= list.children.length;
    list.children[shown]?.querySelector("a").focus();
  });

  let pause;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(answer, 120);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(pause);
    await answer();
    list.querySelector("a")?.focus();
  });

  // Arrows go through the input and the results; Escape goes back to the input, and empties it there.
  form.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (at < 0) return;
      event.preventDefault();
      stops[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), stops.length - 1)].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (document.activeElement === input) {
        input.value = "";
        answer();
      }
      input.focus();
    }
  });

  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.focus();
  if (input.value) answer();
})();
