// Say it on the page when the browser cannot use or make a passkey; allauth itself only writes it to the console.
document.addEventListener("allauth.error", () => {
  const message = document.getElementById("passkey-error");
  if (message) {
    message.hidden = false;
    message.focus();
  }
});
