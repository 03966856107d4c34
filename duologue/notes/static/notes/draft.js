// A draft saves itself a moment after the last key. Each save says which version it builds on; when another tab
// was there first, nothing is overwritten: pressing Save shows both texts.
export const PAUSE = 3000; // milliseconds

export function said(status, error = "") {
  if (status === null) return "Not saved yet: no connection. Trying again.";
  if (status === 409) return error || "This note was changed somewhere else. Press Save to see both texts.";
  return status < 300 ? "✓ saved, for you alone" : "Not saved yet. Press Save to see why.";
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form[data-draft]");
  const line = document.querySelector("[data-saved]");
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let pressed = null; // the button pressed while a save was on its way: it waits for that answer

  const save = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    let status = null;
    let answer = {};
    const texts = [...form.querySelectorAll("textarea")].map((field) => [field, field.value]);
    try {
      const sent = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      status = sent.status;
      answer = await sent.json().catch(() => ({}));
    } catch {
      status = null;
    }
    busy = false;
    if (answer.base) {
      form.elements.base.value = answer.base;
      for (const [field, text] of texts) field.defaultValue = text;
    }
    if (pressed) {
      form.requestSubmit(pressed);
      return;
    }
    line.dataset.state = status !== null && status < 300 ? "saved" : "waiting";
    line.textContent = said(status, answer.error);
    stopped = status === 409;
    if (!stopped && (again || status === null || status >= 500)) timer = setTimeout(save, PAUSE);
  };

  if (form && line) {
    form.addEventListener("input", () => {
      clearTimeout(timer);
      if (stopped) return;
      line.textContent = "";
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!busy) return;
      event.preventDefault();
      pressed = event.submitter;
    });
  }
}
