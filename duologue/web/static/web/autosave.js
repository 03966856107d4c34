// An item page saves at the choice. "saved" is said only after the server has said so; without a connection
// the page says that, keeps the choice in its own form (nowhere else) and tries again until it is taken.
export function wait(tries) {
  return Math.min(1000 * 2 ** tries, 30000); // milliseconds
}

export function said(answer) {
  if (answer === null) return { state: "waiting", text: "Not saved yet: no connection. Trying again." };
  if (answer.ok) return { state: "saved", text: "✓ saved" };
  return { state: "waiting", text: "Not saved yet. Press Next to see why." };
}

if (typeof document !== "undefined") {
  // The page may change under this script (turning.js): both are looked up when they are needed.
  const formHere = () => document.querySelector("form[data-autosave]");
  const lineHere = () => document.querySelector("[data-saved]");
  let tries = 0;
  let timer = 0;
  let turn = 0;

  const show = ({ state, text }) => {
    const line = lineHere();
    if (!line) return;
    line.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
  };

  const save = async () => {
    clearTimeout(timer);
    const form = formHere();
    if (!form) return;
    const mine = ++turn; // a later choice overtakes an earlier one
    let answer = null;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        redirect: "error",
      });
    } catch {
      answer = null;
    }
    if (mine !== turn || form !== formHere()) return;
    show(said(answer));
    if (answer === null || answer.status >= 500) timer = setTimeout(save, wait(tries++));
    else tries = 0;
  };

  document.addEventListener("change", ({ target }) => target.form === formHere() && formHere() && save());
  document.addEventListener("submit", () => clearTimeout(timer), { capture: true });
  window.addEventListener("online", () => lineHere()?.dataset.state === "waiting" && save());
}
