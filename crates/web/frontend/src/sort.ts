/** Sorts tables with data-sortable: a head with data-sort ("text" or "number") sorts its column.
    A cell's data-value takes precedence over its text; aria-sort holds the order. */
import { all, icon } from "./dom.ts";

const value = (row: HTMLTableRowElement, column: number): string => { const cell = row.cells[column]; return cell?.dataset["value"] ?? cell?.textContent?.trim() ?? ""; };
const number = (text: string): number => {
  const digits = text.replace(/\u2212/g, "-").replace(/[^\d.,-]/g, "");
  const plainly = digits.lastIndexOf(",") > digits.lastIndexOf(".") ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
  return plainly === "" || plainly === "-" ? Number.NEGATIVE_INFINITY : Number(plainly);
};

function sort(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const column = head.cellIndex, text = head.dataset["sort"] === "text";
  const up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") !== "ascending" : text;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const order = (a: HTMLTableRowElement, b: HTMLTableRowElement): number => (text ? collator.compare(value(a, column), value(b, column)) : number(value(a, column)) - number(value(b, column)));
  for (const body of table.tBodies) body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
  for (const other of all("[aria-sort]", table)) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  head.querySelector("use")?.replaceWith(icon(up ? "arrow-up" : "arrow-down").firstChild as Node);
}

export function prepareTables(from: ParentNode): void {
  for (const head of all<HTMLTableCellElement>("table[data-sortable] th[data-sort]", from)) {
    if (head.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes, icon("chevrons-up-down"));
    head.append(button);
    button.addEventListener("click", () => sort(head.closest("table") as HTMLTableElement, head));
    const arrow = head.getAttribute("aria-sort");
    if (arrow) button.querySelector("use")?.replaceWith(icon(arrow === "ascending" ? "arrow-up" : "arrow-down").firstChild as Node);
  }
}
