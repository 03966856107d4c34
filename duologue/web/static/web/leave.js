// Leave now: the page goes blank at once, the server ends the session, the neutral page takes this one's place.
// Three presses of Escape within two seconds do the same. Without this script the form posts as usual.
export function thirdPress(presses, now) {
  const recent = [...presses, now].filter((at) => now - at <= 2000);
  return { presses: recent, leave: recent.length >= 3 };
}

export function leave(form, view) {
  view.document.documentElement.classList.add("leaving");
  view.document.title = "";
  if (!view.navigator.sendBeacon(form.action, new view.FormData(form))) {
    view.fetch(form.action, { method: "POST", keepalive: true, credentials: "same-origin" });
  }
  view.location.replace(form.dataset.to);
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form[data-leave]");
  let presses = [];
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form, window);
  });
  document.addEventListener("keydown", (event) => {
    if (!form || event.key !== "Escape" || event.repeat) return;
    const pressed = thirdPress(presses, Date.now());
    presses = pressed.presses;
    if (pressed.leave) leave(form, window);
  });
  // A page kept alive by the browser would show itself again at "back": fetch it anew instead.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
