const table = document.querySelector("table.sortable");

function valueIn(row, column, isNumber) {
  const cell = row.cells[column];
  const text = cell.dataset.sort ?? cell.textContent.trim();
  return isNumber ? Number(text) : text;
}

function sortBy(head) {
  const ascends = head.getAttribute("aria-sort") !== "ascending";
  const isNumber = head.dataset.kind === "number";
  const order = new Intl.Collator(undefined, { numeric: true });
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => {
    const [x, y] = [a, b].map((row) => valueIn(row, head.cellIndex, isNumber));
    const sign = isNumber ? x - y : order.compare(x, y);
    return ascends ? sign : -sign;
  });
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", ascends ? "ascending" : "descending");
  table.tBodies[0].append(...rows);
}

for (const button of table.tHead.querySelectorAll("button")) {
  button.addEventListener("click", () => sortBy(button.closest("th")));
}

// A link into the page opens the charter that it leads to.
function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}
window.addEventListener("hashchange", openTarget);
openTarget();
