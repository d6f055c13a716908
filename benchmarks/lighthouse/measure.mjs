// Lighthouse (mobile, its default) on each address given; prints a table and fails below 100.
// node measure.mjs http://127.0.0.1:8000 kinds.json
// Two things are excused and one is tried again, as the last lines of the table say (EXCUSES); nothing else is.
import { readFileSync } from "node:fs";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const FULL = 100;
// The one kind of page that answers 404; another that does so is gone, and gets no excuse.
const NOT_FOUND = "not found";
const EXCUSES = `
noindex   seo does not count for a page that asks search engines not to list it.
own 404   best-practices: excused, where all that is wrong is the line that the browser itself writes in the console
          of the page for a wrong address, which answers 404.
again     performance below ${FULL} was measured a second time, and the better of the two counts.
Nothing else is excused or tried again.`;

const [site, kindsFile] = process.argv.slice(2);
const kinds = JSON.parse(readFileSync(kindsFile, "utf-8"));
const only = process.env.ONLY ? process.env.ONLY.split(",") : Object.keys(kinds);

async function measure(chrome, path, tries = 3) {
  const { lhr } = await lighthouse(site + path, {
    port: chrome.port,
    onlyCategories: CATEGORIES,
    ignoreStatusCode: true,
    logLevel: "error",
  });
  if (!lhr.runtimeError) return lhr;
  // On a busy machine the browser now and then records nothing.
  if (tries > 1) return measure(chrome, path, tries - 1);
  throw new Error(`${path}: ${lhr.runtimeError.message}`);
}

const score = (lhr, category) => Math.round((lhr.categories[category].score ?? 0) * FULL);

const failing = (lhr, category) =>
  lhr.categories[category].auditRefs
    .map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
    .filter((audit) => audit.weight > 0 && audit.score !== null && audit.score < 1);

function excuse(lhr, category, name) {
  if (category === "seo" && lhr.audits["is-crawlable"]?.score === 0) return "noindex ";
  const [audit, ...more] = failing(lhr, category);
  const isOnlyConsole = name === NOT_FOUND && audit?.id === "errors-in-console" && !more.length;
  return isOnlyConsole && audit.details.items.every((line) => isOwn404(line, lhr)) ? "own 404 " : "";
}

const isOwn404 = (line, lhr) =>
  line.sourceLocation?.url === lhr.finalDisplayedUrl && /status of 404\b/.test(line.description);

const short = (lhr, name) =>
  CATEGORIES.filter((category) => !excuse(lhr, category, name) && score(lhr, category) < FULL);

const reasons = (lhr, category) =>
  failing(lhr, category).map(
    (audit) => `    ${category}: ${audit.title} ${audit.displayValue ?? ""} [${audit.id}, ${audit.score}]`,
  );

const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
const failed = [];
console.log(`${"kind".padEnd(26)}${CATEGORIES.map((name) => name.padStart(16)).join("")}`);
try {
  for (const name of only) {
    const lhr = await measure(chrome, kinds[name]);
    // The clock of a busy machine decides about performance. Only that comes from the second time.
    const isAgain = short(lhr, name).includes("performance");
    if (isAgain) {
      const second = await measure(chrome, kinds[name]);
      if (score(second, "performance") > score(lhr, "performance")) {
        lhr.categories.performance = second.categories.performance;
        for (const { id } of second.categories.performance.auditRefs) lhr.audits[id] = second.audits[id];
      }
    }
    const note = (category) => (isAgain && category === "performance" ? "again " : excuse(lhr, category, name));
    const cells = CATEGORIES.map((category) => note(category) + score(lhr, category));
    console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(16)).join("")}`);
    const missing = short(lhr, name).flatMap((category) => reasons(lhr, category));
    if (short(lhr, name).length) failed.push(`${name} (${kinds[name]})\n${missing.join("\n")}`);
  }
} finally {
  await chrome.kill();
}
console.log(EXCUSES);
if (failed.length) {
  console.error(`\nBelow ${FULL}:\n${failed.join("\n")}`);
  process.exitCode = 1;
}
