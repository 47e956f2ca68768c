// Small helpers: elements are made one by one and filled with text, never with markup.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const NUMBER = new Intl.NumberFormat(DATA.lang);

// The word for `key`, with "{name}" replaced by values.name.
function word(key, values = {}) {
  return DATA.words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// make("td", {class: "number"}, "text", child, ...). Attributes only, no handlers.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function number(value) {
  return NUMBER.format(value);
}

// Rounded down, so that 100 % means all.
function percent(part, whole) {
  return whole === 0 ? "\u2013" : (Math.floor((part / whole) * 1000) / 10).toFixed(1) + "\u00a0%";
}

function size(octets) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let at = 0;
  while (octets >= 1000 && at + 1 < units.length) {
    octets /= 1000;
    at += 1;
  }
  return `${octets.toFixed(at > 0 && octets < 100 ? 1 : 0)}\u00a0${units[at]}`;
}

function day(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

function cellClass(column) {
  return column.number ? "number" : column.brief ? "brief" : null;
}

// A table of texts, numbers and elements. `columns`: [{title, number: bool, brief: bool}]; a brief one is never wrapped.
function table(caption, columns, rows) {
  const head = make("tr", {}, ...columns.map((column) =>
    make("th", { scope: "col", class: cellClass(column) }, column.title)));
  const body = rows.map((row) => make("tr", {}, ...row.map((value, at) =>
    make("td", { class: cellClass(columns[at]), "data-label": columns[at].title },
      typeof value === "number" ? number(value) : value))));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", { class: "plain" }, make("caption", { class: "hidden" }, caption), make("thead", {}, head),
      make("tbody", {}, ...body)));
}

// A state as sign and word: never by colour alone. `brief`: the word is for screen readers only.
function state(letter, brief) {
  const sign = { C: "\u2713", N: "\u2715", U: "?", X: "\u2013" }[letter];
  return make("span", { class: `state state-${letter}`, title: word(letter) },
    make("span", { "aria-hidden": "true" }, sign), make("span", { class: brief ? "hidden" : "word" }, word(letter)));
}

// One shell word for any file name.
function shellWord(text) {
  return /^[A-Za-z0-9_.,:@%+=/-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

// A button that copies `text`.
function copyButton(text) {
  const button = make("button", { type: "button", class: "copy", title: `${word("explain")}: ${text}` }, word("copy"));
  button.setAttribute("aria-label", `${word("explain")}: ${text}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { "aria-hidden": "true" });
      area.value = text;
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = `\u2713 ${word("copied")}`;
    announce(word("copied"));
  });
  return button;
}

// Tells screen readers what a press has done.
function announce(text) {
  document.getElementById("announcer").textContent = text;
}
