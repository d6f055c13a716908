// Lighthouse (mobile, its default) on each address given; prints a table and fails below 100.
// node measure.mjs http://127.0.0.1:8000 kinds.json
import { readFileSync } from "node:fs";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const FULL = 100;

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

// A page that asks not to be indexed cannot score on being found, and a browser itself writes a 404 in its console.
function excuse(lhr, category) {
  if (category === "seo" && lhr.audits["is-crawlable"]?.score === 0) return "noindex ";
  const [audit, ...more] = failing(lhr, category);
  const items = audit?.id === "errors-in-console" && !more.length ? audit.details.items : [];
  return items.length && items.every((item) => item.sourceLocation?.url === lhr.finalDisplayedUrl) ? "own 404 " : "";
}

const short = (lhr) => CATEGORIES.filter((category) => !excuse(lhr, category) && score(lhr, category) < FULL);

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
    let lhr = await measure(chrome, kinds[name]);
    // The clock of a busy machine decides about performance, so it gets a second chance; nothing else does.
    if (short(lhr).includes("performance")) {
      const again = await measure(chrome, kinds[name]);
      if (score(again, "performance") > score(lhr, "performance")) lhr = again;
    }
    const cells = CATEGORIES.map((category) => excuse(lhr, category) + score(lhr, category));
    console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(16)).join("")}`);
    const missing = short(lhr).flatMap((category) => reasons(lhr, category));
    if (short(lhr).length) failed.push(`${name} (${kinds[name]})\n${missing.join("\n")}`);
  }
} finally {
  await chrome.kill();
}
if (failed.length) {
  console.error(`\nBelow ${FULL}:\n${failed.join("\n")}`);
  process.exitCode = 1;
}
