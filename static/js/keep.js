// What a visitor keeps for a brief, in this browser: nothing of it is sent until somebody opens the list.
// Without this script every button is a link to the list with that one thing on it.
{
  const NAME = "bewaarlijst";
  const MOST = 20; // as in wijkwijzer/briefs/items.py
  const address = document.querySelector("[data-keep-address]").dataset.keepAddress;
  const list = document.querySelector("[data-kept-list]");

  // A browser may keep nothing, or something else than this script wrote.
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(NAME));
      const items = Array.isArray(found) ? found.filter((item) => /^\d{1,10}(~[\w-]{1,40})?$/.test(item)) : [];
      return [...new Set(items)].slice(0, MOST);
    } catch {
      return [];
    }
  }

  function keep(items) {
    try {
      if (items.length) localStorage.setItem(NAME, JSON.stringify(items));
      else localStorage.removeItem(NAME);
    } catch {
      // Then the link is what remains.
    }
  }

  const addressOf = (items) => (items.length ? `${address}?${items.map((item) => `i=${item}`).join("&")}` : address);

  function show() {
    const items = kept();
    for (const button of document.querySelectorAll("[data-keep]")) {
      button.setAttribute("role", "button");
      button.setAttribute("aria-pressed", items.includes(button.dataset.keep));
    }
    for (const link of document.querySelectorAll("[data-kept-link]")) {
      link.href = addressOf(items);
      link.querySelector("[data-kept-count]").textContent = items.length ? `(${items.length})` : "";
    }
  }

  function toggle(button) {
    const items = kept();
    const item = button.dataset.keep;
    if (!items.includes(item) && items.length >= MOST) {
      location.assign(addressOf([...items, item]));
      return;
    }
    keep(items.includes(item) ? items.filter((other) => other !== item) : [...items, item]);
    // A browser that keeps nothing: the list itself keeps it, in its address.
    if (!items.includes(item) && !kept().includes(item)) location.assign(addressOf([item]));
    show();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("[data-keep]")) return;
    event.preventDefault();
    toggle(event.target);
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();

  // The list shows what was kept; what it shows after a change is what is kept from then on.
  function follow(list) {
    const shown = list.dataset.keptList.trim().split(/\s+/).filter(Boolean);
    const asked = new URLSearchParams(location.search).getAll("i");
    if ("changed" in list.dataset || asked.length > 1) return keep(shown);
    // One thing in the address comes from a link “Bewaar”: it is put with the others.
    const items = [...kept().filter((item) => !asked.includes(item)), ...shown];
    keep(items);
    if (items.length > asked.length) location.replace(addressOf(items));
  }

  if (list) follow(list);
}
