// Sent without a connection, a form would make room for the browser's error page, and what was
// typed would be gone. So it stays, and says so. "Leave now" is never held up.
const SAYS =
  "There is no connection just now. What you typed is still here; send it again when you are back.";

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (navigator.onLine || form.method !== "post" || form.hasAttribute("data-leave")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let note = form.querySelector("[data-offline]");
    if (!note) {
      note = document.createElement("p");
      note.className = "error-summary";
      note.dataset.offline = "";
      note.setAttribute("role", "alert");
      form.append(note);
    }
    note.textContent = SAYS;
  },
  { capture: true },
);

window.addEventListener("online", () => {
  for (const note of document.querySelectorAll("[data-offline]")) note.remove();
});
