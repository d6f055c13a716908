// Practices chosen to compare, kept in this browser: nothing of it is sent until somebody looks at the comparison.
// Without this script every button is a link to the page where one chooses.
const NAME = "vergelijk";
const MOST = 4; // as in wijkwijzer/comparison/choice.py
const bar = document.getElementById("vergelijkbalk");
const page = document.querySelector("[data-compared]");

// A browser may keep nothing, or something else than this script wrote.
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(NAME));
    const ids = Array.isArray(found) ? found.filter((id) => Number.isSafeInteger(id) && id > 0) : [];
    return [...new Set(ids)].slice(0, MOST);
  } catch {
    return [];
  }
}

function keep(ids) {
  try {
    if (ids.length) localStorage.setItem(NAME, JSON.stringify(ids));
    else localStorage.removeItem(NAME);
  } catch {
    // Then it lasts as long as the page.
  }
}

function makeButtons(bar) {
  const { address, one, more, full } = bar.dataset;
  const shown = bar.content.firstElementChild.cloneNode(true);
  const [text, link, clear] = ["p", "a", "button"].map((name) => shown.querySelector(name));
  const status = document.createElement("span");
  let chosen = kept();

  function show(words = "") {
    for (const button of document.querySelectorAll("[data-compare]")) {
      button.setAttribute("role", "button");
      button.setAttribute("aria-pressed", chosen.includes(Number(button.dataset.compare)));
    }
    text.textContent = words || (chosen.length === 1 ? one : more.replace("#", chosen.length));
    link.href = `${address}?${chosen.map((id) => `p=${id}`).join("&")}`;
    shown.hidden = !chosen.length;
  }

  function choose(ids) {
    const isTooMany = ids.length > MOST;
    if (!isTooMany) keep((chosen = ids));
    show(isTooMany ? full : "");
    status.textContent = text.textContent;
  }

  function toggle(button) {
    const id = Number(button.dataset.compare);
    // Another tab may have chosen meanwhile.
    chosen = kept().length ? kept() : chosen;
    choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compare]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("[data-compare]")) return;
    event.preventDefault();
    toggle(event.target);
  });
  clear.addEventListener("click", () => {
    choose([]);
    document.querySelector("main").focus();
  });
  addEventListener("storage", (event) => {
    if (event.key !== NAME) return;
    chosen = kept();
    show();
  });
  // Other results of a search, or a page that the browser had put away.
  document.addEventListener("htmx:afterSettle", () => show());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    chosen = kept();
    show();
  });

  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  shown.hidden = true;
  document.querySelector("main").after(shown);
  document.querySelector("main").append(status);
  show();
}

// What one looks at is what was chosen.
function followPage(page) {
  const ids = page.dataset.compared.split(" ").filter(Boolean).map(Number);
  if (ids.length) keep(ids);
  for (const link of page.querySelectorAll("[data-uncompare]")) {
    link.addEventListener("click", () => keep(ids.filter((id) => id !== Number(link.dataset.uncompare))));
  }
  for (const button of page.querySelectorAll(".print-button")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

if (page?.dataset.compared.trim()) followPage(page);
else if (bar) makeButtons(bar);

// What is kept for a brief has a script of its own, which comes when somebody is about to use it, or did before.
function keepLater({ dataset }) {
  const fetchKeeping = () => import(dataset.keepScript);
  const isNear = ({ target }) => target.closest?.("[data-keep]") && fetchKeeping();
  for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, isNear);
  try {
    if (localStorage.getItem("bewaarlijst")) fetchKeeping();
  } catch {
    // A browser that keeps nothing has kept nothing.
  }
}

const keeper = document.querySelector("[data-keep-script]");
if (keeper) keepLater(keeper);
