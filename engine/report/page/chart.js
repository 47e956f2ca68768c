// Messages by day (by week, where there are many days) as bars; the failing part is hatched as well as coloured.
"use strict";

const MAX_BARS = 120;
const CHART = { width: 720, height: 190, left: 52, right: 8, top: 10, bottom: 24 };

function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// [[day, messages, failing]] with the days between filled up, in steps of one or seven days.
function bars(days) {
  const first = days[0][0];
  const span = days[days.length - 1][0] - first + 1;
  const step = span > MAX_BARS ? 7 : 1;
  const list = Array.from({ length: Math.ceil(span / step) }, (_, at) => [first + at * step, 0, 0]);
  for (const [at, messages, failing] of days) {
    const bar = list[Math.floor((at - first) / step)];
    bar[1] += messages;
    bar[2] += failing;
  }
  return { list, step };
}

// The next of 1, 2, 5, 10, 20, 50, ... at or above `value`.
function niceCeiling(value) {
  let unit = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * unit >= value) return factor * unit;
    unit *= 10;
  }
}

let hatches = 0;

function hatch() {
  const id = `hatch-${hatches++}`;
  const pattern = makeSvg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    makeSvg("rect", { width: 6, height: 6, class: "bar-fail" }), makeSvg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "bar-hatch" }));
  return { id, pattern };
}

function axis(top, from, to) {
  const right = CHART.width - CHART.right;
  const floor = CHART.height - CHART.bottom;
  const parts = [];
  for (const share of [0, 0.5, 1]) {
    const y = floor - share * (floor - CHART.top);
    parts.push(makeSvg("line", { x1: CHART.left, x2: right, y1: y, y2: y, class: "grid" }));
    if (top * share === Math.floor(top * share)) {
      parts.push(makeSvg("text", { x: CHART.left - 6, y: y + 4, "text-anchor": "end" }, number(top * share)));
    }
  }
  parts.push(makeSvg("text", { x: CHART.left, y: CHART.height - 6 }, from));
  if (to !== from) parts.push(makeSvg("text", { x: right, y: CHART.height - 6, "text-anchor": "end" }, to));
  return parts;
}

function legend() {
  const { id, pattern } = hatch();
  const swatch = (fill) => makeSvg("svg", { width: 14, height: 14, class: "swatch", "aria-hidden": "true" },
    ...(fill ? [makeSvg("defs", {}, pattern), makeSvg("rect", { width: 14, height: 14, fill })]
      : [makeSvg("rect", { width: 14, height: 14, class: "bar-ok" })]));
  return make("p", { class: "legend" }, swatch(null), ` ${word("in_order")} `, swatch(`url(#${id})`), ` ${word("failing_mail")}`);
}

function chart(days) {
  const { list, step } = bars(days);
  const top = niceCeiling(Math.max(...list.map((bar) => bar[1]), 1));
  const from = day(list[0][0]);
  const to = day(days[days.length - 1][0]);
  const floor = CHART.height - CHART.bottom;
  const wide = (CHART.width - CHART.left - CHART.right) / Math.max(list.length, 7);
  const { id, pattern } = hatch();
  const svg = makeSvg("svg", { viewBox: `0 0 ${CHART.width} ${CHART.height}`, class: "chart", role: "img" },
    makeSvg("defs", {}, pattern), ...axis(top, from, to));
  const sum = (column) => list.reduce((total, bar) => total + bar[column], 0);
  svg.setAttribute("aria-label", word("chart", { messages: number(sum(1)), failing: number(sum(2)), from, to }));
  list.forEach(([at, messages, failing], index) => {
    const tall = (count) => (count / top) * (floor - CHART.top);
    const x = CHART.left + index * wide + wide * 0.1;
    const width = wide * 0.8;
    const title = makeSvg("title", {}, `${day(at)}: ${number(messages)}, ${word("failing_mail")}: ${number(failing)}`);
    svg.append(makeSvg("g", {}, title,
      makeSvg("rect", { x, width, y: floor - tall(messages), height: tall(messages - failing), class: "bar-ok" }),
      makeSvg("rect", { x, width, y: floor - tall(failing), height: tall(failing), fill: `url(#${id})` })));
  });
  return make("figure", {}, make("figcaption", {}, word(step === 1 ? "by_day" : "by_week")), svg, legend());
}
