// What the search page and the home page do besides being read.
// Filters that show their results at once. Without this script the button under them does the same.
// htmx and the suggestions together weigh as much as the page, so each comes when somebody is about to use it.
const { htmx: htmxAddress, suggest: suggestionsAddress } = document.currentScript.dataset;
const filters = document.getElementById("filters");
const field = document.getElementById("zoekveld");

function showAtOnce(filters) {
  const script = document.createElement("script"); // htmx
  let isWaiting = false; // for htmx, with a choice that was made before it was there
  let hasFailed = false;

  function fetchHtmx() {
    // Before that moment htmx would wait for an event that may be over.
    if (document.readyState !== "complete") return addEventListener("load", fetchHtmx, { once: true });
    if (script.isConnected) return;
    script.src = htmxAddress;
    document.head.append(script);
  }

  script.addEventListener("load", () => isWaiting && filters.dispatchEvent(new Event("change")));
  script.addEventListener("error", () => {
    hasFailed = true;
    if (isWaiting) filters.submit();
  });

  filters.addEventListener("change", () => {
    isWaiting = !window.htmx;
    if (hasFailed) filters.submit();
  });
  for (const sign of ["pointerover", "focusin", "change"]) filters.addEventListener(sign, fetchHtmx);

  // No answer for a script is no answer for the visitor: the browser asks, and says what is wrong.
  for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
    filters.addEventListener(trouble, () => filters.submit());
  }

  // What was unfolded stays so.
  filters.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    for (const { id } of filters.querySelectorAll("details[open]")) {
      detail.fragment.querySelector(`#${id}`)?.setAttribute("open", "");
    }
  });

  // Back to an earlier choice, after the page was loaded anew and htmx is not there to see it.
  addEventListener("popstate", ({ state }) => state?.htmx && !window.htmx && location.reload());
}

// Where nothing was found at all there is nothing to filter.
if (filters) showAtOnce(filters);

// The buttons that compare come when somebody is about to press one, or pressed one before.
function compareLater(bar) {
  const fetchButtons = () => import(bar.dataset.script);
  const isNear = ({ target }) => target.closest?.("[data-compare]") && fetchButtons();
  for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, isNear);
  try {
    if (localStorage.getItem("vergelijk")) fetchButtons();
  } catch {
    // A browser that keeps nothing has kept nothing.
  }
}

const bar = document.getElementById("vergelijkbalk");
if (bar) compareLater(bar);

// A list with filters has no field of its own.
const suggest = () => import(suggestionsAddress);
if (field && document.activeElement === field) suggest();
else field?.addEventListener("focus", suggest, { once: true });
