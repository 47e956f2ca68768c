// Puts the page together from the data that stands in it.
"use strict";

function section(id, title, ...content) {
  return make("section", { id, "aria-labelledby": `${id}-title` }, make("h2", { id: `${id}-title` }, title), ...content);
}

function themeButton() {
  const dark = () => {
    const told = document.documentElement.dataset.theme;
    return told ? told === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const button = make("button", { type: "button", id: "theme", title: word("theme") });
  const draw = () => {
    button.textContent = dark() ? `\u2600 ${word("theme_light")}` : `\u263e ${word("theme_dark")}`;
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    draw();
  });
  draw();
  return button;
}

function head() {
  const work = DATA.needs_work > 0;
  const verdict = DATA.messages === 0 ? word("verdict_empty")
    : work ? word("verdict_work", { n: number(DATA.needs_work), all: number(DATA.domain_count) }) : word("verdict_clean");
  // A sentence of its own here; in the text report it stands behind a word.
  const headline = verdict[0].toUpperCase() + verdict.slice(1);
  const letter = DATA.messages === 0 ? "U" : work ? "N" : DATA.unknown_rules > 0 ? "U" : "C";
  return make("header", {},
    make("div", { class: "top" }, make("p", { class: "brand" }, "kenpin ", make("span", { lang: "ja" }, "検品")), themeButton()),
    make("h1", { class: `verdict verdict-${letter}` }, state(letter, true), " ", headline),
    DATA.unknown_rules > 0 ? make("p", {}, word("verdict_unknown", { n: number(DATA.unknown_rules) })) : null,
    make("p", { class: "judged" }, word("judged", { messages: number(DATA.messages), domains: number(DATA.domain_count),
      profile: DATA.profile_title, date: DATA.profile_date, size: word(`size_${DATA.sender_size}`) })));
}

function first() {
  if (DATA.first.length === 0) return section("first", word("first"), make("p", {}, word("first_none")));
  const items = DATA.first.map((step) => {
    const rule = step.corpus ? DATA.corpus_rules[step.rule] : DATA.rules[step.rule];
    const count = step.corpus ? word("first_mail", { domains: number(step.domains) })
      : word("first_domains", { messages: number(step.messages), domains: number(step.domains) });
    return make("li", {}, make("p", { class: "what" }, rule.remedy),
      make("p", { class: "behind" }, ruleTitle(rule), make("span", { class: "count" }, ` \u2013 ${count}`)),
      step.sample ? make("p", { class: "behind" }, `${DATA.reasons[step.sample[0]] ?? ""} `, where(step.sample[1], step.sample[2])) : null);
  });
  return section("first", word("first"), make("ol", { class: "steps" }, ...items));
}

function compliance() {
  return section("compliance", word("compliance"), make("p", { class: "note" }, word("compliance_note")), domainControls(),
    make("div", { id: "domains" }), make("p", { id: "pager" }));
}

function level(rule) {
  return word(rule.required ? "required" : rule.level === "should" ? "recommended" : "told");
}

function allRules() {
  const box = make("div");
  const only = make("input", { type: "checkbox", id: "only-failing", checked: "" });
  const draw = () => {
    const open = (rule) => !only.checked || rule.counts[2] + rule.counts[4] > 0;
    const columns = [{ title: word("rule") }, { title: word("level"), brief: true },
      ...OUTCOMES.map((name) => ({ title: word(name), number: true })), { title: word("consequence") }, { title: word("codes") },
      { title: word("remedy") }];
    const rules = [...DATA.rules, ...DATA.corpus_rules].filter(open);
    // What is required first, and of that what fails most.
    const weight = (rule) => (rule.required ? 2 : rule.level === "should" ? 1 : 0);
    rules.sort((a, b) => weight(b) - weight(a) || b.counts[2] - a.counts[2]);
    box.replaceChildren(table(word("all_rules"), columns, rules.map((rule) =>
      [ruleTitle(rule), level(rule), ...rule.counts, rule.consequence, rule.codes, rule.remedy])));
  };
  only.addEventListener("change", draw);
  draw();
  return section("rules", word("all_rules"), make("p", { class: "controls" }, make("label", {}, only, " ", word("only_failing"))), box);
}

function unknowns() {
  if (DATA.settle.length === 0) return section("unknowns", word("unknowns"), make("p", {}, word("unknowns_none")));
  return section("unknowns", word("unknowns"),
    table(word("unknowns"), [{ title: word("verdicts"), number: true }, { title: word("settle") }], DATA.settle));
}

function waivers() {
  if (DATA.waivers.length === 0) return null;
  const columns = [{ title: word("rule") }, { title: word("domain") }, { title: word("reason") }, { title: word("until") },
    { title: word("messages"), number: true }];
  return section("waivers", word("waivers"), table(word("waivers"), columns, DATA.waivers.map((waiver) =>
    [make("code", {}, waiver.rule), make("bdi", {}, waiver.domain), make("bdi", {}, waiver.reason),
      waiver.expires + (waiver.expired ? ` (${word("expired")})` : ""), waiver.messages])));
}

function about() {
  const facts = [[word("version"), DATA.version], [word("started"), DATA.started], [word("seconds"), DATA.seconds.toFixed(1)],
    [word("threads"), number(DATA.threads)], [word("bytes"), size(DATA.bytes)], [word("dns"), DATA.dns], [word("psl"), DATA.psl]];
  const list = make("dl", { class: "figures" }, ...facts.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, make("bdi", {}, value)))));
  const columns = [{ title: word("input") }, { title: word("format") }, { title: word("messages"), number: true },
    { title: word("bytes") }, { title: word("ambiguous"), number: true }, { title: word("error") }];
  const inputs = table(word("inputs"), columns, DATA.inputs.map((input) =>
    [make("bdi", {}, input.path), input.format, input.messages, size(input.bytes), input.ambiguous, make("bdi", {}, input.error)]));
  const cut = DATA.cut.length === 0 ? make("p", {}, word("cut_none"))
    : make("ul", {}, ...DATA.cut.map(([key, count]) => make("li", {}, word(`cut_${key}`, { n: number(count) }))));
  return section("about", word("about"), list, make("h3", {}, word("inputs")), inputs, make("h3", { id: "cut" }, word("cut")), cut);
}

function showPage() {
  document.title = word("title");
  document.body.replaceChildren(head(), make("main", {}, ...[first(), compliance(), allRules(), unknowns(), waivers(), about()]
    .filter((part_of_page) => part_of_page !== null)),
    make("p", { id: "announcer", class: "hidden", role: "status" }));
  drawDomains();
}

// On paper there is no next page to press for.
window.addEventListener("beforeprint", () => {
  view.all = true;
  drawDomains();
});
window.addEventListener("afterprint", () => {
  view.all = false;
  drawDomains();
});

showPage();
