// What is told of one domain when it is opened.
"use strict";

const OUTCOMES = ["pass", "warn", "fail", "na", "unknown"];

function ruleTitle(rule) {
  return make("span", {}, make("code", {}, rule.id), " ", rule.title);
}

// A requirement's name for the head of a narrow column.
function brief(requirement) {
  return word(`brief_${DATA.requirements[requirement]}`);
}

function requirements(domain) {
  const rows = DATA.requirements.map((requirement, at) => {
    const [reason, rule, affected, messages] = domain.detail.requirements[at];
    const why = [];
    if (rule && messages > 0) why.push(word("affected", { rule, n: number(affected), all: number(messages) }));
    else if (rule) why.push(rule);
    if (reason) why.push(DATA.reasons[reason]);
    return [word(`name_${requirement}`), state(domain.states[at]), why.join(" ")];
  });
  return table(word("compliance"), [{ title: word("requirement") }, { title: word("state") }, { title: word("why") }], rows);
}

// A bar of the outcomes, beside the figures that say the same.
function shareBar(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const bar = makeSvg("svg", { viewBox: "0 0 100 8", class: "share", preserveAspectRatio: "none", "aria-hidden": "true" });
  let x = 0;
  for (const [at, name] of [[2, "fail"], [4, "unknown"], [1, "warn"], [0, "pass"], [3, "na"]]) {
    const width = (counts[at] / total) * 100;
    bar.append(makeSvg("rect", { x, width, y: 0, height: 8, class: `part-${name}` }));
    x += width;
  }
  return bar;
}

function ruleTable(rows) {
  const columns = [{ title: word("rule") }, ...OUTCOMES.map((name) => ({ title: word(name), number: true })), { title: word("share") }];
  return table(word("rules"), columns, rows.map(([rule, ...counts]) => [ruleTitle(DATA.rules[rule]), ...counts, shareBar(counts)]));
}

function corpusTable(rows) {
  return table(word("mail_as_a_whole"), [{ title: word("rule") }, { title: word("outcome"), brief: true }, { title: word("why") }],
    rows.map(([rule, outcome, reason]) => [ruleTitle(DATA.corpus_rules[rule]), word(outcome), reason ? DATA.reasons[reason] : ""]));
}

function where(source, offset) {
  const place = `${source}:${offset}`;
  return make("span", { class: "place" }, make("code", {}, place), copyButton(`kenpin explain ${shellWord(place)}`));
}

function samples(rows) {
  return table(word("samples"),
    [{ title: word("rule") }, { title: word("outcome"), brief: true }, { title: word("why") }, { title: word("where") }, { title: word("message_id") }],
    rows.map(([rule, outcome, reason, source, offset, id]) =>
      [make("code", {}, DATA.rules[rule].id), word(outcome), reason ? DATA.reasons[reason] : "", where(source, offset),
        make("bdi", { class: "id" }, id)]));
}

// Values such as "TLS 1.3" and "reject" stand for themselves; others have a word.
function pairs(caption, rows) {
  return table(caption, [{ title: caption }, { title: word("count"), number: true }],
    rows.map(([value, count]) => [DATA.words[`value_${value}`] ?? make("code", {}, value), count]));
}

function part(title, ...content) {
  return make("section", { class: "part" }, make("h4", {}, title), ...content);
}

function subdomains(rows) {
  const columns = [{ title: word("domain") }, { title: word("messages"), number: true }, { title: word("failing"), number: true },
    { title: word("state") }];
  return table(word("subdomains"), columns, rows.map(([name, messages, failing, states]) => [
    make("bdi", {}, name || word("no_domain")), messages, failing,
    make("span", { class: "states" }, ...[...states].map((letter, at) =>
      make("span", { class: `chip chip-${letter}` }, `${brief(at)} `, state(letter, true))))]));
}

function figures(domain) {
  const bulk = domain.bulk === null ? word("not_known") : word(domain.bulk ? "yes" : "no");
  const list = [[word("messages"), number(domain.messages)], [word("bytes"), size(domain.bytes)],
    [word("unsigned"), number(domain.unsigned)], [word("bulk_sender"), bulk]];
  return make("dl", { class: "figures" }, ...list.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

function details(domain) {
  const detail = domain.detail;
  const box = make("div", { class: "detail" }, figures(domain));
  if (!detail) {
    box.append(make("p", {}, word("no_detail")));
    return box;
  }
  box.append(part(word("compliance"), requirements(domain)));
  if (detail.days.length > 0) box.append(part(word(bars(detail.days).step === 1 ? "by_day" : "by_week"), chart(detail.days)));
  if (detail.rules.length > 0) box.append(part(word("rules"), ruleTable(detail.rules)));
  if (detail.corpus.length > 0) box.append(part(word("mail_as_a_whole"), corpusTable(detail.corpus)));
  if (detail.samples.length > 0) {
    box.append(make("details", { class: "part" }, make("summary", {}, word("samples_of", { n: number(detail.samples.length) })),
      samples(detail.samples)));
  }
  if (detail.systems.length > 0) {
    const columns = [{ title: word("system") }, ...["certain", "likely", "claimed"].map((key) => ({ title: word(key), number: true })),
      { title: word("fails") }];
    box.append(part(word("systems"), table(word("systems"), columns, detail.systems)));
  }
  if (detail.selectors.length > 0) {
    const columns = [{ title: word("sdid") }, { title: word("selector") }, { title: word("algorithm") },
      { title: word("bits"), number: true }, { title: word("signatures"), number: true }, { title: word("passed"), number: true }];
    box.append(part(word("selectors"), table(word("selectors"), columns,
      detail.selectors.map(([d, s, a, bits, signatures, passed]) => [d, s, a, bits || "\u2013", signatures, passed]))));
  }
  const small = make("div", { class: "pair" });
  if (detail.tls.length > 0) small.append(part(word("tls"), pairs(word("tls"), detail.tls)));
  if (detail.policies.length > 0) small.append(part(word("policies"), pairs(word("policies"), detail.policies)));
  box.append(small);
  if (detail.subdomains.length > 0) box.append(part(word("subdomains"), subdomains(detail.subdomains)));
  return box;
}
