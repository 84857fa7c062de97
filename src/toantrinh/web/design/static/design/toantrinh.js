// Everything works without this. It moves focus to the errors, warns before a session ends, and keeps double clicks out.
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // The summary of errors takes the focus, also where `autofocus` knows only inputs.
  addEventListener("load", () => {
    setTimeout(() => document.activeElement === document.body && document.querySelector(".ds-error-summary")?.focus(), 200);
  });

  // A form is sent once: the second press of an impatient finger is dropped, a real retry is not.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
    form.dataset.sent = Date.now();
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // An open menu closes with Escape or a press elsewhere.
  const menu = document.querySelector(".tt-me");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  // Two minutes before the session ends: ask, and extend it on request. At its end, what was typed is sent to be kept.
  const dialog = document.getElementById("sap-het-gio");
  const seconds = Number(document.body.dataset.seconds);
  if (dialog?.showModal && seconds) {
    let ends;
    const restart = () => { ends = Date.now() + seconds * 1000; };
    restart();
    dialog.querySelector("button").addEventListener("click", async () => {
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
      const answer = await fetch(dialog.dataset.address, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
      if (answer?.ok) { dialog.close(); restart(); } else { leave(); }
    });
    const leave = () => {
      const form = document.querySelector("form[data-keep]");
      if (form) { delete form.dataset.sent; form.submit(); } else { location.assign(dialog.dataset.after); }
    };
    setInterval(() => {
      const left = ends - Date.now();
      if (left < -3000) { ends = Infinity; leave(); }
      else if (left < 120000 && !dialog.open) dialog.showModal();
    }, 1000);
  }

  // Numbers and accounts can be copied at a touch.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) navigator.clipboard?.writeText(button.dataset.copy).then(() => { button.dataset.copied = ""; });
  });
})();
