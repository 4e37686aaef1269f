/** Collapsible rows: .fold buttons list their rows in aria-controls; arrow keys open, close and move. */
import { all } from "./dom.ts";

const controlled = (fold: Element): HTMLElement[] => (fold.getAttribute("aria-controls") ?? "").split(" ").map((id) => document.getElementById(id)).filter((e): e is HTMLElement => e !== null);

/** Collapsed rows, restored after a swap. */
const folded = new Set<string>();

/** Collapses the rows that were collapsed before a swap. */
export function refold(): void {
  for (const fold of all(".fold[aria-expanded='true']")) if (folded.has(fold.getAttribute("aria-controls") ?? "")) set(fold, false);
}

function set(fold: Element, open: boolean): void {
  if (fold.getAttribute("aria-expanded") === String(open)) return;
  fold.setAttribute("aria-expanded", String(open));
  folded[open ? "delete" : "add"](fold.getAttribute("aria-controls") ?? "");
  for (const part of controlled(fold)) {
    // A collapsed account inside an expanded bank stays collapsed.
    const inner = all(".fold[aria-expanded='false']").some((other) => other !== fold && controlled(other).includes(part));
    part.hidden = !open || inner;
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const fold = event.target.closest(".fold");
  if (fold) set(fold, fold.getAttribute("aria-expanded") !== "true");
  const every = event.target.closest<HTMLElement>("[data-fold-all]");
  if (every) {
    const folds = all(".fold"), open = !folds.some((f) => f.getAttribute("aria-expanded") === "true");
    for (const each of folds) set(each, open);
  }
});

document.addEventListener("keydown", (event) => {
  const fold = event.target instanceof Element ? event.target.closest<HTMLElement>(".fold") : null;
  if (!fold) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") set(fold, event.key === "ArrowRight");
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const shown = all(".fold").filter((f) => f.offsetParent !== null);
    shown[shown.indexOf(fold) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
});
