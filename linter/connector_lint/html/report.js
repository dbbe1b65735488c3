"use strict";
// The rows of a table are taken out of the page once; what is chosen of them comes back a page at a time. So ten
// thousand findings cost no more than the hundred that are seen. No text is ever made into markup here.
const { classList } = document.documentElement;
classList.add("loading");
document.addEventListener("DOMContentLoaded", start);
document.addEventListener("click", follow);

function start() {
  try {
    for (const section of document.querySelectorAll(".listing")) {
      const form = section.querySelector("form");
      if (form) listing(section, form, section.querySelector("tbody"));
    }
  } finally {
    classList.remove("loading");
  }
}

function listing(section, form, body) {
  const rows = Array.from(body.rows, describe);
  const paths = new Set(rows.map((row) => row.file));
  const size = Number(section.dataset.size);
  const pager = section.appendChild(makePager(turn));
  let chosen = rows;
  let sorted = rows;
  let page = 0;
  let opened = false;

  function choose() {
    const wanted = Array.from(form.querySelectorAll("input, select"), (field) => [field.name, field.value]);
    const asked = wanted.filter(([, value]) => value.trim());
    chosen = sorted.filter((row) => asked.every(([name, value]) => matches(row, name, value, paths)));
    page = 0;
    show();
  }
  function show() {
    const first = page * size;
    const part = chosen.slice(first, first + size);
    body.replaceChildren(...part.map((row) => row.element));
    for (const row of part) setOpen(row, opened);
    const all = chosen.length === rows.length ? "" : `, chosen from ${written(rows.length)}`;
    const range = part.length ? [first + 1, first + part.length].map(written).join(" to ") : "none";
    const whole = part.length ? ` of ${written(chosen.length)} ${section.dataset.things}` : "";
    form.querySelector("output").textContent = `Showing ${range}${whole}${all}`;
    pager.hidden = chosen.length <= size;
    pager.firstChild.disabled = page === 0;
    pager.lastChild.disabled = first + size >= chosen.length;
  }
  function turn(step) {
    page += step;
    show();
    section.querySelector("h2").scrollIntoView();
  }
  section.querySelectorAll("thead th").forEach((head, column) => {
    makeSortable(head, (direction) => {
      for (const other of section.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction < 0 ? "descending" : "ascending");
      sorted = rows.slice().sort(comparison(head, column, direction));
      choose();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", choose);
  form.addEventListener("reset", () => setTimeout(choose));
  form.querySelector("[name=open]")?.addEventListener("click", (event) => {
    opened = !opened;
    event.target.setAttribute("aria-pressed", String(opened));
    show();
  });
  addEventListener("beforeprint", () => body.replaceChildren(...chosen.map((row) => row.element)));
  addEventListener("afterprint", show);
  form.hidden = false;
  show();
}

function written(number) {
  return number.toLocaleString("en");
}

function describe(element, index) {
  const { cells } = element;
  const method = element.querySelector(".method")?.textContent.split(", ");
  const severity = element.querySelector(".badge").textContent;
  const { state, category } = element.dataset;
  const file = element.querySelector("bdi.path, .path bdi").textContent;
  const rule = element.querySelector(".rule")?.textContent;
  return { element, cells, index, file, rule, severity, state, category, method, opened: null };
}

function matches(row, name, value, paths) {
  if (name === "method") return row.method.includes(value);
  if (name === "text") return textOf(row).includes(value.trim().toLowerCase());
  if (name !== "file") return row[name] === value;
  // A whole path means that file only, not another one whose path ends like it.
  return paths.has(value) ? row.file === value : row.file.toLowerCase().includes(value.trim().toLowerCase());
}

function textOf(row) {
  row.text ??= row.element.textContent.toLowerCase();
  return row.text;
}

function setOpen(row, opened) {
  if (row.opened === opened) return; // what a reader opened by hand stays open
  if (row.opened !== null || opened) row.element.querySelector("details")?.toggleAttribute("open", opened);
  row.opened = opened;
}

function comparison(head, column, direction) {
  const order = head.dataset.order?.split(" ");
  const words = new Intl.Collator("en", { numeric: true });
  const text = (row) => (row.keys ??= [])[column] ??= (row.cells[column].querySelector("summary") ?? row.cells[column]).textContent;
  const compare = order
    ? (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)
    : (a, b) => words.compare(text(a), text(b));
  return (a, b) => direction * compare(a, b) || a.index - b.index;
}

function makeSortable(head, sort) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const first = "number" in head.dataset ? -1 : 1; // of numbers the highest is asked for first
    const now = { ascending: 1, descending: -1 }[head.getAttribute("aria-sort")];
    sort(now ? -now : first);
  });
}

function makePager(turn) {
  const pager = document.createElement("nav");
  pager.setAttribute("aria-label", "Pages");
  for (const [words, step] of [["Previous", -1], ["Next", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => turn(step));
    pager.append(button);
  }
  return pager;
}

// A bar or a file chooses its findings, or the files with a method; the link then leads to them.
function follow(event) {
  const link = event.target.closest("a[data-filter]");
  if (!link) return;
  const section = document.querySelector(link.hash).closest("section");
  const form = section.querySelector("form");
  if (!form) return;
  for (const field of form.querySelectorAll("input, select")) field.value = "";
  form.elements.namedItem(link.dataset.filter).value = link.dataset.value;
  form.dispatchEvent(new Event("input"));
}
