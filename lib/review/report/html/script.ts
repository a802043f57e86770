/** The filter. Without it, where scripts are not run, the page tells the same. */
export const SCRIPT = `
"use strict";
const search = document.getElementById("search");
const filter = document.getElementById("filter");
const found = document.getElementById("found");
const folded = [...document.querySelectorAll("details")];
const entries = [...document.querySelectorAll("[data-entry]")].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
  ends: element.dataset.ends,
}));
const told = entries.filter(({ ends }) => ends === undefined);
const nodes = [...document.querySelectorAll("[data-end]")];

search.hidden = false;
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  const isFound = ({ text }) => text.includes(wanted);
  const reached = new Set();
  for (const entry of entries) {
    if (entry.ends === undefined) {
      entry.element.hidden = !isFound(entry);
    } else {
      entry.element.classList.toggle("faded", !isFound(entry));
      if (isFound(entry)) {
        entry.ends.split(" ").forEach((end) => reached.add(end));
      }
    }
  }
  for (const node of nodes) {
    node.classList.toggle("faded", !reached.has(node.dataset.end));
  }
  for (const one of folded) {
    one.open = wanted !== "";
  }
  found.textContent =
    wanted === "" ? "" : told.filter(isFound).length + " of " + told.length + " entries";
});
addEventListener("beforeprint", () => {
  for (const one of folded) {
    one.open = true;
  }
});
`;
