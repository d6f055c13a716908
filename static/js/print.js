// A comfort on top of the browser's own menu: without this script the button stays hidden.
for (const button of document.querySelectorAll(".print-button")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
