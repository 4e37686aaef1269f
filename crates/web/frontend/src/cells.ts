/** Editing of figures in place: Enter saves, Escape cancels, Tab saves and moves to the next figure. */
import htmx from "htmx.org";
import { all, one } from "./dom.ts";
import { refold } from "./fold.ts";

/** Original rows before editing, by holding. */
const before = new Map<string, HTMLTableRowElement>();
/** Element to focus after the next swap of the table, and whether to start editing it. */
let next: { holding: string; typing: boolean } | undefined;

/** A quantity appears twice, in its column and below the name for narrow screens; returns the visible one. */
const cellOf = (holding: string): HTMLElement | undefined => all(`a[data-cell="${CSS.escape(holding)}"]`).find((cell) => cell.offsetParent !== null);

function neighbour(holding: string, by: number): string | undefined {
  const order = all("[data-cell], [data-cell-input]").filter((cell) => cell.offsetParent !== null).map((cell) => cell.dataset["cell"] ?? cell.dataset["cellInput"] ?? "");
  return order[order.indexOf(holding) + by];
}

/** Restores the original row. */
function leave(holding: string): boolean {
  const row = before.get(holding), editor = one(`[data-cell-editor="${CSS.escape(holding)}"]`);
  if (!row || !editor) return false;
  one(`#h-${CSS.escape(holding)}`)?.replaceWith(row);
  editor.remove();
  before.delete(holding);
  cellOf(holding)?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const cell = event.target.closest<HTMLElement>("a[data-cell]"), row = cell?.closest("tr");
  const holding = cell?.dataset["cell"];
  if (holding && row) {
    const copy = row.cloneNode(true) as HTMLTableRowElement;
    for (const marked of [copy, ...all("*", copy)]) marked.removeAttribute("data-htmx-powered");
    before.set(holding, copy);
  }
  const leaving = event.target.closest("[data-cell-leave]")?.closest<HTMLElement>("[data-cell-editor]")?.dataset["cellEditor"];
  if (leaving && leave(leaving)) { event.preventDefault(); process(leaving); }
}, { capture: true });

function process(holding: string): void {
  const row = one(`#h-${CSS.escape(holding)}`);
  if (row) htmx.process(row);
}

document.addEventListener("keydown", (event) => {
  if (!(event.target instanceof HTMLInputElement) || event.isComposing) return;
  const input = event.target, holding = input.dataset["cellInput"];
  if (!holding) return;
  if (event.key === "Escape") {
    event.preventDefault();
    if (leave(holding)) process(holding);
    else one<HTMLAnchorElement>("[data-cell-leave]", one(`[data-cell-editor="${CSS.escape(holding)}"]`) ?? document)?.click();
  } else if (event.key === "Enter" || event.key === "Tab") {
    const to = event.key === "Tab" ? neighbour(holding, event.shiftKey ? -1 : 1) : holding;
    if (!to) return;
    event.preventDefault();
    if (input.value === input.defaultValue && input.getAttribute("aria-invalid") !== "true") {
      if (!leave(holding)) return;
      process(holding);
      if (to !== holding) cellOf(to)?.click();
    } else {
      next = { holding: to, typing: to !== holding };
      input.form?.requestSubmit();
    }
  }
});

/** Restores folds and focus after a swap. */
export function settleCells(): void {
  refold();
  const input = one<HTMLInputElement>("[data-cell-input]:not([data-met])");
  if (input) {
    input.dataset["met"] = "";
    input.focus();
    input.select();
    return;
  }
  const cell = next && cellOf(next.holding);
  if (!next || !cell) return;
  if (next.typing) cell.click(); else cell.focus();
  next = undefined;
}
