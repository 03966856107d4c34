// What is typed and not yet sent is kept in this tab: Back, a link or a reload loses nothing. It is gone once
// sent or thrown away, at "Leave now" (leave.js), and wherever nobody is signed in; another sign-in never
// sees it. Passwords, codes, signatures and questionnaires are never kept.
const NEVER =
  '[data-keep="no"], [data-leave], [data-autosave], [data-draft], [autocomplete="off"]:not([data-ours]), .account form';
const SECRET = "[type=password], [autocomplete=one-time-code], [autocomplete*=password]";
const CHOSEN = ["radio", "checkbox", "select-one", "select-multiple"];
const UNTYPED = ["hidden", "submit", "button", "reset", "image", "file", "fieldset", "output"];
const TOKENS = ["once", "id", "after"]; // hidden, other at every look: sent again, they make one row
const NEVER_OLD = ["measured_at"]; // a time of measuring is now, or typed anew
const WRONG = '.error-summary, .error, [aria-invalid="true"]';

const named = (form) => [...form.elements].filter((field) => field.name);
const hidden = (form) => named(form).filter((field) => field.type === "hidden");
const typed = (form) =>
  named(form).filter((field) => !UNTYPED.includes(field.type) && !NEVER_OLD.includes(field.name));
const makesARow = (form) => hidden(form).some((field) => TOKENS.includes(field.name));

export function mayKeep(form) {
  if (form.method !== "post" || form.matches(NEVER) || form.querySelector(SECRET)) return false;
  const fields = typed(form);
  if (makesARow(form)) return fields.length > 0;
  const several = new Set(fields.map((one) => one.name)).size > 1;
  return fields.some((one) => one.type === "textarea" || (several && !CHOSEN.includes(one.type)));
}

// The address it is sent to, what else it always sends, and its fields: the same form after an error.
export function keyOf(form, mark) {
  const to = new URL(form.getAttribute("action") || location.href, location.href);
  const always = hidden(form).filter((one) => one.name !== "csrfmiddlewaretoken" && !TOKENS.includes(one.name));
  const names = new Set(typed(form).map((one) => one.name));
  return [`typed:${mark}`, to.pathname + to.search, ...always.map((one) => one.value), [...names].join()].join(":");
}

function words(form) {
  const sent = new FormData(form);
  return Object.fromEntries(typed(form).map((field) => [field.name, sent.getAll(field.name)]));
}

// What was left as the page brought it is not kept: a time of measuring that was filled in must not come back old.
function changedWords(form) {
  const fresh = form.cloneNode(true);
  fresh.reset();
  const brought = words(fresh);
  const differs = ([name, given]) => JSON.stringify(given) !== JSON.stringify(brought[name]);
  return Object.fromEntries(Object.entries(words(form)).filter(differs));
}

const untouched = (form) => Object.keys(changedWords(form)).length === 0;

function fill(form, kept) {
  for (const field of hidden(form)) if (field.name in kept.tokens) field.value = kept.tokens[field.name];
  for (const field of typed(form)) {
    const given = kept.words[field.name];
    if (!given) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.options) for (const one of field.options) one.selected = given.includes(one.value);
    else if (given.length) field.value = given.shift();
  }
}

// After sending and Back the browser would fill in what was saved, to be saved again; here only what was not sent is.
function noRefill(form) {
  if (!makesARow(form) || form.autocomplete === "off") return;
  form.autocomplete = "off";
  form.dataset.ours = "";
}

function watch(mark, store) {
  const visit = performance.getEntriesByType("navigation")[0];
  const refused = visit.responseStatus >= 400 || document.querySelector(WRONG) !== null;
  const read = (key) => JSON.parse(store.getItem(key));
  const keep = (form, sent = "", typedAt = Date.now()) => {
    const tokens = hidden(form).filter((one) => TOKENS.includes(one.name));
    const said = refused ? words(form) : changedWords(form); // after an error the page brings what was typed
    const kept = { words: said, tokens: Object.fromEntries(tokens.map((one) => [one.name, one.value])), sent, typedAt };
    store.setItem(keyOf(form, mark), JSON.stringify(kept));
  };

  const tell = (form, key, typedAt) => {
    const line = document.createElement("div");
    line.className = "typed-again split";
    line.setAttribute("role", "status");
    const clock = new Date(typedAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    line.innerHTML = `<p>What you had typed is here again. It was typed at ${clock}.</p>
      <button class="button quiet" type="button">Throw it away</button>`;
    line.querySelector("button").addEventListener("click", () => {
      store.removeItem(key);
      form.reset();
      line.remove();
      typed(form)[0].focus();
    });
    form.before(line);
  };

  for (const form of document.forms) noRefill(form);
  // Coming back after a lost connection is no answer; being led on from where it was sent is one.
  const answered = ({ sent }) =>
    sent && (visit.redirectCount || (visit.type === "navigate" && ["", sent].includes(document.referrer)));
  for (const form of [...document.forms].filter(mayKeep)) {
    const key = keyOf(form, mark);
    const kept = read(key);
    if (kept?.sent && refused) {
      keep(form); // the server shows the words itself, with what is wrong
    } else if (kept && (!kept.sent || (!answered(kept) && Object.keys(kept.tokens).length))) {
      fill(form, kept); // with its token, so that what did arrive is not written twice
      keep(form, "", kept.typedAt);
      tell(form, key, kept.typedAt);
    } else store.removeItem(key);
  }
  const mine = Object.keys(store).filter((key) => key.startsWith("typed:"));
  if (!refused) for (const key of mine) if (answered(read(key))) store.removeItem(key);

  const changed = ({ target: { form } }) => {
    if (!form || !mayKeep(form)) return;
    if (untouched(form)) store.removeItem(keyOf(form, mark));
    else keep(form);
  };
  for (const how of ["input", "change"]) document.addEventListener(how, changed);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !mayKeep(form) || !store.getItem(keyOf(form, mark))) return;
    keep(form, location.href.split("#")[0], read(keyOf(form, mark)).typedAt);
  });
}

if (typeof document !== "undefined") {
  const mark = document.querySelector("meta[name=tab-mark]")?.content ?? "";
  try {
    const store = window.sessionStorage;
    const others = Object.keys(store).filter((key) => key.startsWith("typed:") && !key.startsWith(`typed:${mark}:`));
    for (const key of mark ? others : Object.keys(store)) store.removeItem(key);
    if (mark) watch(mark, store);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a browser that keeps nothing: as without this script
  }
}
