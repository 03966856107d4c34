// What is never kept in the browser (typed.js) stays on the page until it is sent.
// So leaving with unsent words asks first. "Leave now" is never held up.
export function changed(fields) {
  return fields.some((field) => field.value !== field.defaultValue);
}

if (typeof document !== "undefined") {
  const forms = [...document.querySelectorAll("form[data-unsaved]")];
  const texts = forms.flatMap((form) => [...form.querySelectorAll("textarea, input[type=text]")]);
  let sending = false;
  document.addEventListener("submit", (event) => {
    sending = !event.defaultPrevented || event.target.hasAttribute("data-leave");
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || document.documentElement.classList.contains("leaving")) return;
    if (changed(texts)) event.preventDefault();
  });
}
