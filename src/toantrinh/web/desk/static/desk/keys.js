// Keys of the desk. A key only opens a page or moves the focus: what carries `data-key` is where it leads.
(() => {
  const OFF = "phim-tat";
  const dialog = document.getElementById("phim");
  const box = document.getElementById("phim-bat");
  const isOff = () => { try { return localStorage.getItem(OFF) === "tat"; } catch { return false; } };
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => {
      try { box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "tat"); } catch { /* nowhere to keep it */ }
    });
  }

  const rows = [...document.querySelectorAll("[data-row]")];
  let chosen = -1;
  const choose = (step) => {
    if (!rows.length) return;
    rows[chosen]?.classList.remove("is-chosen");
    chosen = Math.min(Math.max(chosen + step, 0), rows.length - 1);
    rows[chosen].classList.add("is-chosen");
    rows[chosen].querySelector("a")?.focus();
  };
  rows.forEach((row, at) => row.addEventListener("focusin", () => {
    rows[chosen]?.classList.remove("is-chosen");
    row.classList.add("is-chosen");
    chosen = at;
  }));

  const boxOf = (row) => row?.querySelector("input[name=hs]");
  const all = document.getElementById("chon-het");
  const count = document.getElementById("so-chon");
  const tell = () => {
    const ticked = document.querySelectorAll("input[name=hs]:checked").length;
    if (count) count.textContent = ticked || "";
    if (all) all.checked = ticked > 0 && ticked === document.querySelectorAll("input[name=hs]").length;
    return ticked;
  };
  if (all) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => { rows.forEach((row) => { boxOf(row).checked = all.checked; }); tell(); });
    document.addEventListener("change", tell);
  }
  let anchor = -1;
  const tick = (range) => {
    if (chosen < 0) choose(1);
    const box = boxOf(rows[chosen]);
    if (!box) return;
    if (range && anchor >= 0) {
      const [from, to] = [Math.min(anchor, chosen), Math.max(anchor, chosen)];
      rows.slice(from, to + 1).forEach((row) => { boxOf(row).checked = true; });
    } else box.checked = !box.checked;
    anchor = chosen;
    tell();
  };
  const together = (key) => {
    const option = document.querySelector(`option[data-bulk-key="${CSS.escape(key)}"]`);
    if (!option || !tell()) return false;
    option.selected = true;
    option.closest("form").querySelector("button").click();
    return true;
  };

  const go = (key) => {
    if (together(key)) return true;
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found) { found.matches("a") ? found.click() : found.focus(); return true; }
    const nav = { "g q": "/mot-cua/", "g t": "/mot-cua/?xem=hom-nay", "/": "/mot-cua/tim" }[key];
    if (nav) { location.assign(nav); return true; }
    return false;
  };

  let before = "";
  let since = 0;
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = at.form || at.closest?.("form") || document.querySelector("form.tt-form");
      if (form && !dialog?.open && !isOff()) { event.preventDefault(); form.requestSubmit(form.querySelector(".tt-buttons .ds-button") || undefined); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || dialog?.open) return;
    if (at.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (event.key === "?") { dialog?.showModal(); event.preventDefault(); return; }
    if (isOff()) return;
    const pair = before && Date.now() - since < 1500 ? `${before} ${event.key}` : "";
    before = "";
    if (pair && go(pair)) { event.preventDefault(); return; }
    if (event.key === "g") { before = "g"; since = Date.now(); return; }
    if (event.key === "j") choose(1);
    else if (event.key === "k") choose(-1);
    else if (event.key === "u") document.querySelector(".tt-back")?.click();
    else if (event.key.toLowerCase() === "x") tick(event.shiftKey);
    else if (event.key === "a" && all) { all.checked = !all.checked; all.dispatchEvent(new Event("change")); }
    else if (event.key === "p") { if (!together("p")) print(); }
    else if (!/^[nrtbdcm/]$/.test(event.key) || !go(event.key)) return;
    event.preventDefault();
  });
})();
