// Tables that can be sorted and filtered, and lists that can be filtered. Everything is there and readable without.
//
// In the head of a table, `data-sort` says what a column holds: words, figures or verdict. Figures are read as the page
// writes them; a column whose figures have different units has no order, so it gets no button. `data-filter` on what is
// around a table or lists names what is filtered; `data-group` marks a row that is the heading of those below it, and
// `data-first` one that stays above the others.
(() => {
  "use strict";
  const fewest = 8; // fewer are seen at a glance
  const seconds = { s: 1, min: 60, h: 3600 };
  const states = ["worse", "better", "different", "usual", "early"];
  const aims = ["never", "sometimes", "always"];

  // A figure as a number and its unit: 1,412; −1.3 pts; £3.41; 14 min 30 s, which is one in seconds. Null for words.
  function figure(text) {
    const found = [...text.matchAll(/([−-]?)([^\d\s.,+−-]?)(\d[\d,]*(?:\.\d+)?)[\s\u00a0\u202f]*([^\d\s,;:+−-]*)/gu)];
    if (found.length === 0) return null;
    const read = ([, sign, before, number, unit]) => ({ sign, number: Number(number.replaceAll(",", "")), unit: unit || before });
    const first = read(found[0]);
    let { number, unit } = first;
    if (unit in seconds) {
      number = 0;
      for (const part of found.map(read)) {
        if (!(part.unit in seconds)) break;
        number += part.number * seconds[part.unit];
      }
      unit = "s";
    }
    return { number: first.sign ? -number : number, unit };
  }

  const own = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".note, .standing, .sr, svg").forEach((element) => element.remove());
    return copy.textContent.trim();
  };
  const rank = (cell, block, names) => {
    const mark = cell.querySelector(`.${block}`);
    const at = names.findIndex((name) => mark?.classList.contains(`${block}--${name}`));
    return at < 0 ? names.length : at;
  };

  // What a column is sorted by, for each of its kinds; null comes last, whichever way.
  const keys = {
    words: (cell) => own(cell).toLowerCase() || null,
    figures: (cell) => figure(own(cell))?.number ?? null,
    verdict: (cell) => rank(cell, "verdict", states) * 10 + rank(cell, "assurance", aims),
  };
  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
  const compare = (one, other) => (typeof one === "string" ? collator.compare(one, other) : one - other);

  function sortable(table) {
    const body = [...table.tBodies];
    const listed = body.map((section) => [...section.rows]);
    const all = listed.flat();
    const rows = all.filter((row) => !row.matches("[data-group], [data-first]"));
    if (rows.length < 2) return;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const kind = head.dataset.sort;
      if (!kind) return;
      if (kind === "figures") {
        const units = new Set(rows.map((row) => figure(own(row.cells[column]))?.unit).filter((unit) => unit !== undefined));
        if (units.size !== 1) return;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      // A head that is a link stays one, and the button stands behind it.
      const link = head.querySelector("a");
      if (link) button.setAttribute("aria-label", `Sort by ${link.textContent.trim()}`);
      else button.append(...head.childNodes);
      head.append(...(link ? [" ", button] : [button]));
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const now = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        if (now) head.setAttribute("aria-sort", now);
        order(now && { column, key: keys[kind], turn: now === "descending" ? -1 : 1 });
      });
    });

    function order(by) {
      table.classList.toggle("is-sorted", by !== null);
      if (!by) {
        body.forEach((section, at) => section.append(...listed[at]));
        return;
      }
      const keyed = rows.map((row) => ({ row, key: by.key(row.cells[by.column]) }));
      keyed.sort((one, other) => {
        if (one.key === null || other.key === null) return (one.key === null) - (other.key === null);
        return by.turn * compare(one.key, other.key);
      });
      const groups = all.filter((row) => row.matches("[data-group]"));
      const first = all.filter((row) => row.matches("[data-first]"));
      body[0].append(...groups, ...first, ...keyed.map(({ row }) => row));
    }
  }

  const folded = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  function filterable(around) {
    const items = [...around.querySelectorAll("tbody > tr:not([data-group], [data-first]), li")];
    if (items.length < fewest) return;
    const texts = items.map((item) => folded(item.textContent));
    const box = document.createElement("p");
    box.className = "filter";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    label.append(`Filter ${around.dataset.filter} `, input);
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    box.append(label, " ", status);
    around.before(box);
    input.addEventListener("input", () => {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      items.forEach((item, at) => { item.hidden = !words.every((word) => texts[at].includes(word)); });
      // A heading without anything below it goes too.
      for (const group of around.querySelectorAll("[data-group]")) {
        const below = group.matches("tr") ? group.parentElement : group;
        group.hidden = !items.some((item) => below.contains(item) && !item.hidden);
      }
      const shown = items.filter((item) => !item.hidden).length;
      status.textContent = words.length > 0 ? `${shown} of ${items.length}` : "";
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !input.value) return;
      event.preventDefault();
      input.value = "";
      input.dispatchEvent(new Event("input"));
    });
  }

  document.querySelectorAll("[data-filter]").forEach(filterable);
  document.querySelectorAll("table:has(th[data-sort])").forEach(sortable);
})();
