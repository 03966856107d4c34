// Leave now: every open tab goes blank at once, a cookie tells the server at the next request that this
// session is over, a beacon tells it now, and the neutral page takes this one's place.
// Without a connection the blank page stays: no error page of the browser, nothing behind "back".
// Three presses of Escape within two seconds do the same. Without this script the form posts as usual.
const LEFT = "left=1";

export function thirdPress(presses, now) {
  const recent = [...presses, now].filter((at) => now - at <= 2000);
  return { presses: recent, leave: recent.length >= 3 };
}

export function hasLeft(cookies) {
  return cookies.split("; ").includes(LEFT);
}

function forget(view) {
  try {
    view.sessionStorage.clear(); // words typed and not yet sent (typed.js)
  } catch {
    // a browser that keeps nothing
  }
}

function blank(view) {
  const page = view.document;
  forget(view);
  // Words not yet sent must not ask whether to stay.
  view.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  page.documentElement.replaceChildren(page.createElement("head"), page.createElement("body"));
  page.title = "New tab";
  view.history.replaceState(null, "", "/leave/");
}

function tell(view) {
  if (!view.navigator.sendBeacon("/leave/")) {
    view.fetch("/leave/", { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
  }
}

export function leave(to, view, others) {
  const secure = view.location.protocol === "https:" ? "; Secure" : "";
  view.document.cookie = `${LEFT}; path=/; SameSite=Strict; max-age=86400${secure}`;
  blank(view);
  others?.postMessage("left");
  const go = () => {
    tell(view);
    view.location.replace(to);
  };
  if (view.navigator.onLine) go();
  else view.addEventListener("online", go, { once: true });
}

if (typeof document !== "undefined") {
  const leaveForm = () => document.querySelector("form[data-leave]"); // the page may change (turning.js)
  const others = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  let presses = [];
  others?.addEventListener("message", () => blank(window));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-leave]")) return;
    event.preventDefault();
    leave(event.target.dataset.to, window, others);
  });
  document.addEventListener("keydown", (event) => {
    const form = leaveForm();
    if (!form || event.key !== "Escape" || event.repeat) return;
    const pressed = thirdPress(presses, Date.now());
    presses = pressed.presses;
    if (pressed.leave) leave(form.dataset.to, window, others);
  });
  // The server takes the cookie away when it ends the session: a page that still sees it is an old one.
  if (hasLeft(document.cookie)) blank(window);
  // A page kept alive by the browser would show itself again at "back": fetch it anew instead.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    const left = hasLeft(document.cookie);
    if (left) blank(window);
    else window.location.reload();
  });
}
