// A draft saves itself a moment after the last key. Each save says which version it builds on; when another tab
// was there first, nothing is overwritten: pressing Save shows both texts. Until saved the words are kept in
// this tab as those of other forms are (typed.js), which also takes them away; leaving the page sends them.
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
  let pending = false; // typed since the last save that was taken
  let gone = false; // sent by the button: that answer decides
  let told = null; // the line that says the words are here again
  let pressed = null; // the button pressed while a save was on its way: it waits for that answer

  const texts = form ? [...form.querySelectorAll("textarea")] : [];
  const mark = document.querySelector("meta[name=tab-mark]")?.content ?? "";
  const key = `typed:${mark}:draft:${location.pathname}`;
  // A page left by "Leave now" has no form any more, and must not write what leave.js has cleared.
  const stored = (act) => {
    try {
      return mark && form.isConnected ? act(window.sessionStorage) : null;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // a browser that keeps nothing
      return null;
    }
  };
  const keep = (sent = "") => {
    const words = Object.fromEntries(texts.map((field) => [field.name, field.value]));
    stored((store) => store.setItem(key, JSON.stringify({ words, base: form.elements.base.value, sent })));
  };
  const forget = () => {
    stored((store) => store.removeItem(key));
    told?.remove();
  };
  const post = (more) =>
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      redirect: "error",
      ...more,
    });

  const bringBack = () => {
    const kept = JSON.parse(stored((store) => store.getItem(key)));
    if (!kept || texts.every((field) => (kept.words[field.name] ?? field.defaultValue) === field.defaultValue)) {
      forget();
      return;
    }
    const { base } = form.elements;
    const current = base.value;
    base.value = kept.base; // what these words build on: a newer text there is not overwritten
    for (const field of texts) field.value = kept.words[field.name] ?? field.defaultValue;
    told = document.createElement("div");
    told.className = "typed-again split";
    told.setAttribute("role", "status");
    told.innerHTML = `<p>What you had typed is here again.</p>
      <button class="button quiet" type="button">Throw it away</button>`;
    told.querySelector("button").addEventListener("click", () => {
      clearTimeout(timer);
      pending = false;
      form.reset();
      base.value = current;
      forget();
      texts[0].focus();
    });
    form.before(told);
  };

  const save = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    let status = null;
    let answer = {};
    const sending = texts.map((field) => [field, field.value]);
    try {
      const sent = await post();
      status = sent.status;
      answer = await sent.json().catch(() => ({}));
    } catch {
      status = null;
    }
    busy = false;
    if (answer.base) {
      form.elements.base.value = answer.base;
      for (const [field, text] of sending) field.defaultValue = text;
      pending = sending.some(([field, text]) => field.value !== text);
      if (pending) keep();
      else forget();
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
    bringBack();
    form.addEventListener("input", () => {
      clearTimeout(timer);
      pending = true;
      keep();
      if (stopped) return;
      line.textContent = "";
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (busy) {
        event.preventDefault();
        pressed = event.submitter;
        return;
      }
      gone = true;
      if (stored((store) => store.getItem(key))) keep(location.href.split("#")[0]);
    });
    window.addEventListener("pagehide", () => {
      if (pending && !busy && !gone && !stopped && form.isConnected) post({ keepalive: true }).catch(() => {});
    });
  }
}
