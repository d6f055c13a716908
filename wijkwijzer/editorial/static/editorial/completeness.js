// The list of what a page still lacks, anew after every save by itself. Without this script it is that of the last visit.
document.addEventListener("w-autosave:success", async () => {
  const list = document.querySelector("[data-missing]");
  if (!list) return;
  const answer = await fetch(list.dataset.missing).catch(() => null);
  if (answer?.ok) list.outerHTML = await answer.text();
});
