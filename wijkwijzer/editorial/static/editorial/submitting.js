// Wagtail saves by itself while somebody types. A button pressed during that would add a new page twice, so it waits for
// the answer; and what was typed last goes with the button, not after it.
{
  const PATIENCE = 30_000; // As long as Wagtail shows that a button was pressed.
  // Wagtail says so at the top of the form. Whoever presses again after that, knows it.
  const NOT_WITHOUT_ASKING = new Set(["invalid_revision", "locked", "network_error"]);
  let isSaving = false;
  let pressed = null;
  let waiting = null;
  let leaving = null;

  document.addEventListener(
    "w-autosave:save",
    (event) => {
      if (leaving === null) {
        isSaving = true;
        return;
      }
      event.preventDefault();
      // Nobody else should hear of it: the line "saving …" would wait for an end that never comes.
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  document.addEventListener("w-autosave:success", saved);
  document.addEventListener("w-autosave:error", ({ detail }) => {
    if (NOT_WITHOUT_ASKING.has(detail.type)) {
      pressed = null;
      stay();
    }
    saved();
  });
  // Back on a page that the browser kept as it was left.
  addEventListener("pageshow", stay);

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.id !== "page-edit-form") return;
      leave();
      if (!isSaving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event;
      clearTimeout(waiting);
      waiting = setTimeout(saved, PATIENCE);
    },
    { capture: true },
  );

  function saved() {
    isSaving = false;
    clearTimeout(waiting);
    if (pressed === null) return;
    const { target: form, submitter } = pressed;
    pressed = null;
    // Wagtail switches the button off once it is pressed, and a button that is off is not sent.
    const button = document.createElement("input");
    if (submitter?.name) {
      Object.assign(button, { type: "hidden", name: submitter.name, value: submitter.value || "1" });
      form.append(button);
    }
    form.requestSubmit();
    button.remove();
  }

  // Who stops the browser on its way stays, and what they type is saved again after a while.
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(stay, PATIENCE);
  }

  function stay() {
    clearTimeout(leaving);
    leaving = null;
  }
}
