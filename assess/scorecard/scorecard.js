"use strict";
// Sorting, filtering and folding; without this script every page is readable and whole.
(() => {
  const orderOf = (row, column) => row.cells[column].dataset.order ?? row.cells[column].textContent;

  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "en") : x - y;
  };

  function sortBy(table, heading) {
    const column = heading.cellIndex;
    const rising = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentElement.cells) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [orderOf(row, column), row]);
    // What has no value is last either way: it is neither the best nor the worst.
    rows.sort(([a], [b]) => (a === "") - (b === "") || (rising ? compare(a, b) : compare(b, a)));
    body.append(...rows.map(([, row]) => row));
    const said = document.getElementById(table.dataset.says);
    said.textContent = `Sorted by ${heading.textContent}, ${rising ? "rising" : "falling"}`;
  }

  const headings = [];
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => sortBy(table, heading));
      heading.replaceChildren(button);
      heading.setAttribute("aria-sort", "none");
      headings.push([heading, button]);
    }
  }

  for (const form of document.querySelectorAll("form[data-filters]")) {
    const rows = [...document.getElementById(form.dataset.filters).tBodies[0].rows];
    const apply = () => {
      const text = form.elements.text.value.trim().toLowerCase();
      const advice = form.elements.advice.value;
      for (const row of rows) {
        const fits = row.textContent.toLowerCase().includes(text);
        row.hidden = !fits || (advice !== "" && row.cells[3].textContent.trim() !== advice);
      }
      const shown = rows.filter((row) => !row.hidden).length;
      form.querySelector("[role=status]").textContent = `${shown} of ${rows.length} partners`;
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }

  // Folded on the screen, open on paper; there a heading is text, since a button does not
  // repeat on every page of a table.
  const parts = [...document.querySelectorAll("details")];
  let folded = [];
  for (const part of parts) part.open = false;
  addEventListener("beforeprint", () => {
    folded = parts.filter((part) => !part.open);
    for (const part of folded) part.open = true;
    for (const [heading, button] of headings) heading.textContent = button.textContent;
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
    for (const [heading, button] of headings) heading.replaceChildren(button);
  });
})();
