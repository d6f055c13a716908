// Suggestions under the search field, after the pattern “editable combobox with list autocomplete” of the ARIA
// Authoring Practices Guide. Without this script it is a plain search field, and so it stays for who chooses nothing.
const PAUSE = 150; // milliseconds after the last letter
const LEAST = 2; // letters

function suggest(holder) {
  const form = holder.closest("form");
  const field = form.querySelector("[type=search]");
  const status = form.querySelector("[role=status]");
  let timer, asking, marked;

  const options = () => [...holder.querySelectorAll("[role=option]")];

  function mark(option) {
    marked?.setAttribute("aria-selected", "false");
    marked = option;
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function show(isOpen) {
    mark();
    holder.hidden = !isOpen;
    field.setAttribute("aria-expanded", isOpen);
    status.textContent = isOpen ? holder.firstElementChild.dataset.status : "";
    if (isOpen) field.setAttribute("aria-controls", holder.firstElementChild.id);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    show(false);
  }

  async function ask() {
    const words = field.value.trim();
    clearTimeout(timer);
    asking?.abort();
    if (words.length < LEAST) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      // Without cookies: the answer is the same for everybody.
      const address = `${holder.dataset.suggestions}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal, credentials: "omit" });
      const html = answer.ok ? await answer.text() : "";
      if (signal.aborted) return;
      holder.innerHTML = html;
      show(options().length > 0);
    } catch {
      // Asked again meanwhile, or no connection: there is still the search itself.
      if (!signal.aborted) close();
    }
  }

  async function step(by) {
    if (holder.hidden) await ask();
    if (holder.hidden) return;
    const all = options();
    const here = marked ? all.indexOf(marked) : by > 0 ? -1 : 0;
    mark(all.at((here + by) % all.length));
  }

  // Each says whether the key is done with.
  const keys = {
    ArrowDown(event) {
      if (event.altKey) ask();
      else step(1);
      return true;
    },
    ArrowUp(event) {
      if (event.altKey) close();
      else step(-1);
      return true;
    },
    Enter() {
      const chosen = marked; // a click closes the list, and then nothing is marked
      chosen?.click();
      return Boolean(chosen);
    },
    Escape() {
      const isDone = !holder.hidden || field.value !== "";
      if (holder.hidden) field.value = "";
      close();
      return isDone;
    },
    // These are about the letters again.
    Home: () => mark(),
    End: () => mark(),
    ArrowLeft: () => mark(),
    ArrowRight: () => mark(),
  };

  field.addEventListener("keydown", (event) => {
    if (!event.isComposing && keys[event.key]?.(event)) event.preventDefault();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A press on a suggestion leaves the focus in the field; the click after it is that of a link.
  holder.addEventListener("mousedown", (event) => event.preventDefault());
  holder.addEventListener("click", close);

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  // Letters may have been typed before this was here.
  if (document.activeElement === field && field.value !== field.defaultValue) ask();
}

document.querySelectorAll("[data-suggestions]").forEach(suggest);
