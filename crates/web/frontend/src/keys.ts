/** Global shortcuts: g and a letter to navigate, / to search, ? for help, j and k to move between rows, and elements with data-key. */
import { all, one, writing } from "./dom.ts";
import { openPalette } from "./palette.ts";

let going = 0;

/** The control of each row that j and k focus. */
function walk(by: number): void {
  const rows = all<HTMLTableRowElement>("main .table tbody tr").filter((row) => row.offsetParent !== null);
  const stops = rows.map((row) => one("a[href], .fold, .cell-value, input, button", row)).filter((stop): stop is HTMLElement => stop !== null);
  const at = stops.findIndex((stop) => stop.closest("tr") === document.activeElement?.closest("tr"));
  stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by]?.focus();
}

function press(key: string): boolean {
  const target = one(`[data-key="${CSS.escape(key)}"]`);
  target?.click();
  return target !== null;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (writing(event.target) || one("dialog[open]") || document.documentElement.dataset["shortcuts"] === "off") return;
  const second = Date.now() - going < 1500;
  going = 0;
  if (second && press(`g ${event.key}`)) event.preventDefault();
  else if (event.key === "g") going = Date.now();
  else if (event.key === "/") { event.preventDefault(); const field = one<HTMLInputElement>("[data-search]"); if (field) field.focus(); else openPalette(); }
  else if (event.key === "?") one<HTMLDialogElement>("#keys")?.showModal();
  else if (event.key === "j" || event.key === "k") { event.preventDefault(); walk(event.key === "j" ? 1 : -1); }
  else if (event.key.length === 1 && press(event.key)) event.preventDefault();
});
