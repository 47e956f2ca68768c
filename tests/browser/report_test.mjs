// The HTML report in a real browser: sorted, filtered, opened, dark, narrow, by keyboard, and with mail that tries
// to get out of its text. Called by ctest with KENPIN and KENPIN_ROOT set, in an empty folder, where it leaves its
// screenshots.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const DEMO = resolve(process.env.KENPIN_ROOT, "datasets", "demo");
let browser;

function scan(report, ...words) {
  return scanIn("en", report, ...words);
}

function scanIn(language, report, ...words) {
  execFileSync(process.env.KENPIN, ["scan", "--lang", language, "--fail-on", "never", "--out", `html:${report}`, ...words], { stdio: "inherit" });
  return pathToFileURL(resolve(report)).href;
}

// A page on which any error, dialog or request for something else is remembered.
async function open(url, { width = 1280, height = 900, scheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && page.trouble.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => {
    page.trouble.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => request.url() !== url && page.trouble.push(`request: ${request.url()}`));
  await page.goto(url);
  return page;
}

async function close(page) {
  assert.deepEqual(page.trouble, []);
  await page.context().close();
}

const names = (page) => page.locator("tr.domain .opener bdi").allTextContents();
const column = (page, at) => page.locator(`tr.domain > :nth-child(${at})`).allTextContents();
const numbers = (texts) => texts.map((text) => Number(text.replaceAll(",", "")));

let demo;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.KENPIN_CHROMIUM, args: ["--no-sandbox"] });
  demo = scan("demo.html", "--dns", `${DEMO}/dns.zone`, "--psl", `${DEMO}/psl.dat`, `${DEMO}/demo.mbox`);
});

after(() => browser.close());

test("the verdict and what to do first stand on top", async () => {
  const page = await open(demo);
  assert.match(await page.locator("h1").textContent(), /of \d+ domains need work/);
  assert.equal(await page.locator("#first li").count(), 5);
  assert.ok((await page.locator("#first").boundingBox()).y < 300);
  await page.screenshot({ path: "light.png", fullPage: true });
  await close(page);
});

test("columns sort both ways, and say so", async () => {
  const page = await open(demo);
  const messages = numbers(await column(page, 2));
  assert.deepEqual(messages, [...messages].sort((a, b) => b - a));
  await page.click("th[data-key=messages] button");
  const up = numbers(await column(page, 2));
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  assert.equal(await page.getAttribute("th[data-key=messages]", "aria-sort"), "ascending");
  await page.click("th[data-key=name] button");
  const listed = await names(page);
  assert.deepEqual(listed, [...listed].sort());
  await page.click("th[data-key=MESSAGE_FORMATTING] button");
  const states = (await column(page, 9)).map((text) => text.trim());
  assert.equal(states[0], "\u2715needs work", "the worst first");
  await close(page);
});

test("the filter and the choice of states narrow the table", async () => {
  const page = await open(demo);
  const all = await names(page);
  await page.fill("#filter", all[1].slice(0, 6).toUpperCase());
  const some = await names(page);
  assert.ok(some.includes(all[1]) && some.length < all.length);
  await page.fill("#filter", "no such domain");
  assert.deepEqual(await names(page), []);
  assert.equal(await page.textContent("#shown"), "No domain matches.");
  await page.fill("#filter", "");
  await page.selectOption("#show", "N");
  const failing = numbers(await column(page, 3));
  assert.ok(failing.length > 0 && failing.every((count) => count > 0));
  await close(page);
});

test("a table of many domains has pages, and paper has them all", async () => {
  const page = await open(demo);
  const total = await page.evaluate("DATA.domains.length");
  assert.ok(total > 50, "the demo has more domains than a page");
  assert.equal((await names(page)).length, 50);
  const first = (await names(page))[0];
  await page.click("#page-next");
  assert.equal((await names(page)).length, Math.min(50, total - 50));
  assert.ok(!(await names(page)).includes(first));
  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
  assert.equal((await names(page)).length, total);
  await close(page);
});

test("a domain opens to its rules, days and samples", async () => {
  const page = await open(demo);
  const opener = page.locator(".opener").first();
  await opener.click();
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  const box = page.locator("tr.opened");
  assert.match(await box.locator("svg.chart").getAttribute("aria-label"), /\d+ messages from \d{4}-\d\d-\d\d to/);
  assert.ok((await box.locator("code").allTextContents()).includes("format-date"));
  await box.locator("summary").click();
  assert.match(await box.locator("details .place code").first().textContent(), /demo\.mbox:\d+$/);
  assert.match(await box.locator("details .copy").first().getAttribute("aria-label"), /kenpin explain .*demo\.mbox:\d+$/);
  await page.screenshot({ path: "domain.png", fullPage: true });
  await opener.click();
  assert.equal(await page.locator("tr.opened").count(), 0);
  await close(page);
});

test("everything works from the keyboard", async () => {
  const page = await open(demo);
  await page.focus("th[data-key=failing] button");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.closest('th')?.dataset.key"), "failing", "the focus stays");
  await page.locator(".opener").first().focus();
  await page.keyboard.press("Space");
  assert.equal(await page.locator("tr.opened").count(), 1);
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-expanded')"), "true");
  await close(page);
});

// Contrast of every text against the nearest ground that is painted (WCAG 2.1, 1.4.3).
const faintTexts = () => {
  const parse = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (element.localName === "title" || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const svg = element.namespaceURI.endsWith("svg");
    const text = parse(svg ? getComputedStyle(element).fill : getComputedStyle(element).color);
    const [a, b] = [light(text), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${element.tagName}.${element.getAttribute("class")}`);
  }
  return [...faint];
};

for (const scheme of ["light", "dark"]) {
  test(`texts stand out, ${scheme}`, async () => {
    const page = await open(demo, { scheme });
    await page.locator(".opener").first().click();
    assert.deepEqual(await page.evaluate(faintTexts), []);
    const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.click("#theme");
    assert.notEqual(await page.evaluate("getComputedStyle(document.body).backgroundColor"), ground);
    assert.deepEqual(await page.evaluate(faintTexts), []);
    await page.screenshot({ path: `from-${scheme}.png` });
    await close(page);
  });
}

test("a narrow screen needs no scrolling sideways", async () => {
  const page = await open(demo, { width: 360, height: 740 });
  await page.locator(".opener").first().click();
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
  await page.screenshot({ path: "narrow.png" });
  await close(page);
});

test("mail that is hostile stays text", async () => {
  const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&lt;\u202Egnp`;
  mkdirSync("hostile", { recursive: true });
  const mail = [`From: "${evil.replaceAll('"', "")}" <a@shop.example>`, `Subject: ${evil}`, `Message-ID: <${evil.replaceAll(">", "")}@x>`,
    `DKIM-Signature: v=1; a=rsa-sha256; d=<b>shop.example; s=${evil.replaceAll(";", "")}; h=from; bh=AA==; b=AA==`,
    `List-Unsubscribe: <javascript:alert(3)>, <https://x.example/${evil}>`, "Received: from x by y; bad", "", evil, ""];
  // A file name can not hold "/", and need not.
  const file = "<img src=x onerror=alert(4)> '; touch hacked; '\u202E.eml";
  writeFileSync(`hostile/${file}`, mail.join("\r\n"));
  const page = await open(scan("hostile.html", "--dns", "off", "hostile"));
  await page.locator(".opener").first().click();
  await page.locator("tr.opened summary").click();
  const text = await page.locator("tr.opened").textContent();
  assert.ok(text.includes("<img src=x onerror=alert(4)>"), "shown as it is");
  assert.ok(!(await page.content()).includes("\u202E"), "nothing turns the reading direction");
  assert.equal(await page.locator("img, iframe").count(), 0);
  const command = await page.locator("tr.opened .copy").first().getAttribute("aria-label");
  const word = command.slice(command.indexOf("kenpin explain ") + "kenpin explain ".length);
  assert.equal(execFileSync("sh", ["-c", `printf %s ${word}`]).toString().startsWith("hostile/<img src=x"), true, "one shell word");
  await close(page);
});

test("the policy lets nothing else run", async () => {
  const page = await open(demo);
  const ran = await page.evaluate(() => new Promise((done) => {
    document.addEventListener("securitypolicyviolation", () => setTimeout(() => done(window.ran === true), 50));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
  }));
  assert.equal(ran, false);
  page.trouble = page.trouble.filter((text) => !text.includes("Content Security Policy"));
  await close(page);
});

test("the page in Japanese has no English left", async () => {
  const url = scanIn("ja", "ja.html", "--dns", `${DEMO}/dns.zone`, "--psl", `${DEMO}/psl.dat`, `${DEMO}/demo.mbox`);
  const page = await open(url);
  assert.equal(await page.evaluate("document.documentElement.lang"), "ja");
  assert.equal(await page.title(), "kenpin: 大量配信メールの準拠状況");
  assert.match(await page.locator("h1").textContent(), /\d+ ドメイン中 \d+ ドメインで対応が必要です/);
  assert.deepEqual(await page.locator("h2").allTextContents(),
    ["最初にすること", "ドメイン別の準拠状況", "すべての規則", "不明な点と、判定に必要な入力", "この実行について"]);
  await page.locator(".opener").first().click();
  await page.locator("tr.opened summary").click();
  const english = await open(demo);
  const [ours, theirs] = [await page.evaluate("DATA.words"), await english.evaluate("DATA.words")];
  assert.deepEqual(Object.keys(ours), Object.keys(theirs));
  // Every text of the page but what mail, files and DNS say, and names: none is a word of the English page.
  const shown = await page.evaluate(() => {
    const texts = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.parentElement.closest("bdi, code, script")) texts.push(node.data.trim());
    }
    return texts;
  });
  const words = new Set(Object.keys(theirs).filter((key) => theirs[key] !== ours[key]).map((key) => theirs[key]));
  assert.deepEqual(shown.filter((text) => words.has(text)), []);
  const sentences = await english.evaluate("[...Object.values(DATA.reasons), ...DATA.rules.flatMap((rule) => [rule.title, rule.remedy, rule.consequence])]");
  assert.deepEqual(shown.filter((text) => text && sentences.includes(text)), []);
  assert.deepEqual(shown.filter((text) => /\{\w+\}/.test(text)), [], "a place that nothing filled");
  assert.deepEqual(await page.evaluate(faintTexts), []);
  await page.screenshot({ path: "ja.png", fullPage: true });
  await close(english);
  await close(page);
});

test("Japanese on a narrow screen needs no scrolling sideways", async () => {
  const page = await open(pathToFileURL(resolve("ja.html")).href, { width: 360, height: 740 });
  await page.locator(".opener").first().click();
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
  await page.screenshot({ path: "ja-narrow.png" });
  await close(page);
});
