// A passkey that could not be used says so on the page, not only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const line of document.querySelectorAll("[data-passkey-error]")) line.hidden = false;
});
