// A second press while the first is on its way sends nothing. The name and value of the pressed button still go along.
export function alreadySent(form) {
  if (form.dataset.sent === "yes") return true;
  form.dataset.sent = "yes";
  return false;
}

if (typeof document !== "undefined") {
  // A page that answered a form: Back and reload ask for the page, not to send the form again, nor show the
  // browser's own error because nothing is kept in its cache.
  history.replaceState(history.state, "", location.href);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-leave")) return;
    if (alreadySent(form)) {
      event.preventDefault();
      return;
    }
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
  });
  // Coming back with the browser's own button must find a form that can be sent.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });
}
