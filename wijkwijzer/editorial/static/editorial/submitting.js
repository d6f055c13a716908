// Wagtail saves by itself while somebody types. A button pressed during that would add a new page twice, so it waits for
// the answer; and what was typed last goes with the button, not after it.
{
  let isSaving = false;
  let waiting = null;
  let isLeaving = false;

  document.addEventListener("w-autosave:save", (event) => {
    if (isLeaving) event.preventDefault();
    else isSaving = true;
  });

  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, () => {
      isSaving = false;
      waiting?.();
    });
  }

  // Back on a page that the browser kept as it was left.
  addEventListener("pageshow", () => {
    isLeaving = false;
  });

  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (form.id !== "page-edit-form") return;
      isLeaving = true;
      if (!isSaving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting ??= () => {
        waiting = null;
        if (submitter?.name) form.append(hiddenField(submitter));
        form.requestSubmit();
      };
    },
    { capture: true },
  );

  // Wagtail switches the button off once it is pressed, and a button that is off is not sent.
  function hiddenField({ name, value }) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value: value || "1" });
    return field;
  }
}
