/** Parses a pasted fund sheet: one component per line, with a name and a percentage in any layout. */
import { read, WHOLE } from "./exact.ts";

export interface Line {
  name: string;
  /** As pasted, without the percent sign. */
  share: string;
}

const NUMBER = String.raw`\d[\d \u00a0\u202f]*(?:[.,]\d+)?`;
const AT_END = new RegExp(String.raw`^(.*?\D)[\s:;|·–—-]*?(?<![\d/.,])(${NUMBER})\s*%?\s*$`, "u");
const AT_START = new RegExp(String.raw`^\s*(${NUMBER})\s*%\s*[\s:;|·–—-]*(.+)$`, "u");
const tidy = (text: string): string => text.replace(/^["\s\u00a0:;|·•*–—-]+|["\s\u00a0:;|·.…–—-]+$/gu, "").replace(/[\s\u00a0\u202f]+/g, " ");
const number = (cell: string): string | null => { const text = cell.replace(/%\s*$/, "").trim(); return /\d/.test(text) && read(text) !== null ? text : null; };

/** Parses the cells of a spreadsheet or CSV: the name is the first cell with letters, the share the last with "%", else the last number. */
function cells(row: string): Line | null {
  const parts = row.split(/\t|;/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  if (parts.length < 2) return null;
  const name = parts.find((cell) => /\p{L}/u.test(cell));
  const share = [...parts].reverse().find((cell) => cell.endsWith("%") && number(cell) !== null) ?? [...parts].reverse().find((cell) => number(cell) !== null);
  return name && share ? { name: tidy(name), share: number(share) ?? "" } : null;
}

function line(row: string): Line | null {
  const split = cells(row);
  if (split) return split;
  const start = AT_START.exec(row);
  if (start) return { share: (start[1] ?? "").trim(), name: tidy(start[2] ?? "") };
  const end = AT_END.exec(row);
  return end && /\p{L}/u.test(end[1] ?? "") ? { name: tidy(end[1] ?? ""), share: (end[2] ?? "").trim() } : null;
}

/** Whether a number can be a share; excludes years, prices and page totals. */
const plausible = (share: string): boolean => { const value = read(share); return value !== null && value <= WHOLE; };

/** Returns the parsed lines and the number of other non-empty lines. */
export function sheet(text: string): { lines: Line[]; left: number } {
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== "");
  const lines = rows.map(line).filter((found): found is Line => found !== null && found.name !== "" && plausible(found.share));
  return { lines, left: rows.length - lines.length };
}
