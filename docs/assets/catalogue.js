// Puts a filter above the catalogue's table. Without JavaScript the table is there all the same.
"use strict";

(function () {
  const columns = ["category", "severity"];
  const table = [...document.querySelectorAll("article table")].find((found) => {
    const heads = [...found.querySelectorAll("th")].map((head) => head.textContent.trim());
    return heads[0] === "rule" && columns.every((name) => heads.includes(name));
  });
  if (!table) return;

  const heads = [...table.querySelectorAll("th")].map((head) => head.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const cell = (row, name) => row.cells[heads.indexOf(name)].textContent.trim();
  const asked = new URLSearchParams(location.search);
  const form = document.createElement("form");
  form.className = "catalogue-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Filter the rules");

  const text = labelled("contains", document.createElement("input"));
  text.type = "search";
  text.value = asked.get("contains") || "";
  const choices = columns.map((name) => {
    const select = labelled(name, document.createElement("select"));
    const values = [...new Set(rows.map((row) => cell(row, name)))];
    if (name === "severity") values.sort((a, b) => rank(a) - rank(b));
    for (const value of ["all", ...values]) select.add(new Option(value, value === "all" ? "" : value));
    select.value = asked.get(name) || "";
    if (select.selectedIndex < 0) select.value = "";
    return select;
  });
  const count = document.createElement("output");
  form.append(count);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  (table.closest(".md-typeset__scrollwrap") || table).before(form);
  apply();

  function rank(severity) {
    return ["error", "warning", "info"].indexOf(severity);
  }

  function labelled(name, control) {
    const label = document.createElement("label");
    control.name = name;
    label.append(name, " ", control);
    form.append(label);
    return control;
  }

  function apply() {
    const words = text.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const content = row.textContent.toLowerCase();
      const fits =
        choices.every((choice) => !choice.value || choice.value === cell(row, choice.name)) &&
        words.every((word) => content.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${rows.length} rules`;
    remember();
  }

  // The address says what is shown, so that it can be sent to others.
  function remember() {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  }
})();
