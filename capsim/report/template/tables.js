"use strict";
// Tables can be sorted by a click on a head and filtered by a word; without this script they are as they are.
(() => {
  const compare = (one, other) => {
    const [a, b] = [Number(one), Number(other)];
    if (one !== "" && other !== "" && !Number.isNaN(a) && !Number.isNaN(b)) return a - b || 0;
    return one.localeCompare(other, "en");
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
        const keyOf = (row) => row.cells[column].dataset.key;
        const rows = [...body.rows].sort((a, b) => turn * compare(keyOf(a), keyOf(b)));
        body.append(...rows);
      });
    });
  };

  const filterable = (frame, table) => {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 6) return;
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Show only rows with …";
    input.setAttribute("aria-label", `Show only rows with a word: ${table.caption.textContent}`);
    const count = document.createElement("output");
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.value = words.length ? `${shown} of ${rows.length} rows` : "";
    };
    input.addEventListener("input", show);
    const bar = document.createElement("div");
    bar.className = "filter";
    bar.append(input, count);
    frame.before(bar);
  };

  for (const frame of document.querySelectorAll(".table")) {
    const table = frame.querySelector("table");
    sortable(table);
    filterable(frame, table);
  }
})();
