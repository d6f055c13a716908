// Offers the passages of a page as soon as an editor chooses that page. Rows are added while the form is open, so this
// listens to the whole document.
(() => {
  const selector = "select[data-passages]";

  function selectOf(input) {
    return [...document.querySelectorAll(selector)].find(
      (select) => select.id.replace(/[^-]+$/, "") === input.id.replace(/[^-]+$/, "") && fieldOf(input) === select.dataset.passagesOf,
    );
  }

  // id_evidence-0-source gives source, id_tip_list gives tip_list.
  function fieldOf(input) {
    return input.id.replace(/^id_/, "").replace(/^.*-/, "");
  }

  async function offer(select, page) {
    const whole = select.options[0];
    select.replaceChildren(whole);
    select.value = "";
    if (!page) return;
    const answer = await fetch(select.dataset.passages.replace(/0\/$/, `${encodeURIComponent(page)}/`));
    if (!answer.ok) return;
    const { passages } = await answer.json();
    select.append(...passages.map(({ key, text }) => new Option(text, key)));
  }

  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.id) return;
    const select = selectOf(target);
    if (select) offer(select, target.value);
  });
})();
