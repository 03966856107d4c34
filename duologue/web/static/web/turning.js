// Inside a questionnaire the pages change and the address does not: what was asked leaves no list in the
// browser's history, and the browser's own Back goes to where one came from. Links and forms marked data-turn
// are fetched and shown here. Without this script each is a page of its own.
const AWAY = "There is no connection just now. What you chose is still here; try again when you are back.";
const TROUBLE = "That was not taken just now. What you chose is still here; please try again.";

export function homeOf(path) {
  return path.match(/^\/questions\/[^/]+\//)?.[0] ?? null;
}

function tell(where, words) {
  const note = document.querySelector("[data-turn-note]") ?? document.createElement("p");
  note.className = "error-summary";
  note.dataset.turnNote = "";
  note.setAttribute("role", "alert");
  where.append(note);
  note.textContent = words;
}

function show(text) {
  const next = new DOMParser().parseFromString(text, "text/html");
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  window.scrollTo(0, 0);
  document.querySelector("main")?.focus();
}

if (typeof document !== "undefined") {
  const home = homeOf(location.pathname);
  let turning = false;

  const turn = async (where, to, sent) => {
    if (turning) return; // a second press while the first is on its way
    turning = true;
    try {
      const answer = await fetch(to, { credentials: "same-origin", ...sent });
      const text = await answer.text();
      if (homeOf(location.pathname) !== home) return; // "Leave now" was pressed meanwhile
      if (answer.status >= 500) tell(where, TROUBLE);
      else if (homeOf(new URL(answer.url).pathname) !== home) location.replace(answer.url);
      else show(text);
    } catch {
      if (homeOf(location.pathname) === home) tell(where, AWAY);
    } finally {
      turning = false;
    }
  };

  if (home) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-turn]");
      if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      turn(document.querySelector("main"), link.href, {});
    });
    document.addEventListener(
      "submit",
      (event) => {
        const form = event.target;
        if (!form.matches("form[data-turn]")) return;
        event.preventDefault();
        turn(form, form.action, { method: "POST", body: new FormData(form, event.submitter) });
      },
      { capture: true }, // before double-submit.js marks it as sent
    );
  }
}
