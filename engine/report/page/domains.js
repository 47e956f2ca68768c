// The table of domains: sorted, filtered, paged; a row opens to its details.
"use strict";

const PAGE_ROWS = 50;
// Worst first when a column of states is sorted.
const STATE_ORDER = "NUCX";

const view = { sort: "messages", down: true, filter: "", show: "all", page: 0, open: new Set(), all: false };

function columns() {
  return [
    { key: "name", title: word("domain"), value: (row) => row.name || "\uffff", text: true },
    { key: "messages", title: word("messages"), value: (row) => row.messages, number: true },
    { key: "failing", title: word("failing"), value: (row) => row.failing, number: true },
    ...DATA.requirements.map((requirement, at) => (
      { key: requirement, title: brief(at), hint: word(`name_${requirement}`), value: (row) => STATE_ORDER.indexOf(row.states[at]) })),
  ];
}

function matching() {
  const text = view.filter.trim().toLowerCase();
  const shown = {
    all: () => true,
    N: (row) => row.failing > 0 || row.states.includes("N"),
    U: (row) => row.states.includes("U"),
    C: (row) => row.failing === 0 && !/[NU]/.test(row.states),
  }[view.show];
  return DATA.domains.filter((row) => (row.name || word("no_domain")).toLowerCase().includes(text) && shown(row));
}

function sorted(rows) {
  const column = columns().find((candidate) => candidate.key === view.sort);
  const sign = view.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === y) return a.name < b.name ? -1 : 1;
    return (x < y ? -1 : 1) * sign;
  });
}

function headCell(column) {
  const active = column.key === view.sort;
  const button = make("button", { type: "button", title: column.hint ?? null }, column.title,
    make("span", { "aria-hidden": "true", class: "arrow" }, active ? (view.down ? " \u25be" : " \u25b4") : ""));
  button.addEventListener("click", () => {
    view.down = active ? !view.down : column.number === true;
    view.sort = column.key;
    view.page = 0;
    drawDomains(column.key);
  });
  return make("th", { scope: "col", "data-key": column.key, class: column.number ? "number" : column.text ? null : "mark",
    "aria-sort": active ? (view.down ? "descending" : "ascending") : "none" }, button);
}

function domainRow(domain, at) {
  const open = view.open.has(domain);
  const id = `detail-${at}`;
  const name = domain.name || word("no_domain");
  const button = make("button", { type: "button", class: "opener", "aria-expanded": String(open), "aria-controls": id,
    "aria-label": word("open", { name }) }, make("span", { "aria-hidden": "true", class: "triangle" }, open ? "\u25be " : "\u25b8 "),
    make("bdi", {}, name));
  button.addEventListener("click", () => {
    if (open) view.open.delete(domain);
    else view.open.add(domain);
    drawDomains(null, domain);
  });
  const row = make("tr", { class: "domain" }, make("th", { scope: "row" }, button),
    make("td", { class: "number", "data-label": word("messages") }, number(domain.messages)),
    make("td", { class: "number", "data-label": word("failing") }, number(domain.failing)),
    ...[...domain.states].map((letter, column) =>
      make("td", { class: "mark", "data-label": brief(column) }, state(letter, true))));
  const rows = [row];
  if (open) {
    rows.push(make("tr", { class: "opened", id }, make("td", { colspan: String(3 + DATA.requirements.length) }, details(domain))));
  }
  return { rows, button };
}

// Draws the table anew; the focus goes to the head of the column `sorted_by` or to the row of `opened`.
function drawDomains(sorted_by, opened) {
  const rows = sorted(matching());
  const last = Math.max(0, Math.ceil(rows.length / PAGE_ROWS) - 1);
  view.page = Math.min(view.page, last);
  const from = view.all ? 0 : view.page * PAGE_ROWS;
  const page = view.all ? rows : rows.slice(from, from + PAGE_ROWS);
  const heads = columns().map(headCell);
  const drawn = page.map((domain, at) => [domain, domainRow(domain, at)]);
  const element = make("table", { class: "domains" }, make("caption", { class: "hidden" }, word("compliance")),
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...drawn.flatMap(([, row]) => row.rows)));
  document.getElementById("domains").replaceChildren(element);
  drawPager(rows.length, from, page.length, last);
  heads.find((head) => head.dataset.key === sorted_by)?.firstChild.focus();
  drawn.find(([domain]) => domain === opened)?.[1].button.focus();
}

function drawPager(count, from, shown, last) {
  const text = count === 0 ? word("shown_none")
    : word("shown", { from: number(from + 1), to: number(from + shown), n: number(count) });
  const turn = (key, step, enabled) => {
    const button = make("button", { type: "button", id: `page-${key}`, disabled: enabled ? null : "" }, word(key));
    button.addEventListener("click", () => {
      view.page += step;
      drawDomains();
      document.getElementById(`page-${key}`)?.focus();
    });
    return button;
  };
  const parts = [make("span", { id: "shown", role: "status" }, text)];
  if (last > 0 && !view.all) parts.push(turn("previous", -1, view.page > 0), turn("next", 1, view.page < last));
  document.getElementById("pager").replaceChildren(...parts);
}

function domainControls() {
  const filter = make("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false" });
  filter.addEventListener("input", () => {
    view.filter = filter.value;
    view.page = 0;
    drawDomains();
  });
  const show = make("select", { id: "show" },
    ...["all", "N", "U", "C"].map((key) => make("option", { value: key }, word(`show_${key}`))));
  show.addEventListener("change", () => {
    view.show = show.value;
    view.page = 0;
    drawDomains();
  });
  return make("div", { class: "controls" }, make("label", {}, word("filter"), " ", filter), make("label", {}, word("show"), " ", show));
}
