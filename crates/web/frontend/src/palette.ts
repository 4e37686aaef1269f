/** Command palette (Ctrl K): opens pages, runs the page's commands, and searches records by name if the server offers it.
    Entries: links and buttons marked data-command; results of <dialog id="palette" data-source="/search"> as JSON [{label, href, note?, icon?}]. */
import { all, icon, make, one, plain, word } from "./dom.ts";

interface Entry {
  label: string;
  icon: string;
  note?: string;
  run(): void;
}
interface Found {
  label: string;
  href: string;
  note?: string;
  icon?: string;
}

let shown: Entry[] = [];
let found: Entry[] = [];
let at = 0;
let asked = 0;

const commands = (): Entry[] => {
  const seen = new Set<string>();
  return all("[data-command]").flatMap((target) => {
    const label = target.dataset["command"] || target.textContent?.trim() || "";
    if (!label || seen.has(label)) return [];
    seen.add(label);
    const key = target.dataset["key"];
    return [{ label, icon: target.querySelector("use")?.getAttribute("href")?.split("#")[1] ?? "arrow-right", ...(key && { note: key }), run: () => target.click() }];
  });
};

function draw(dialog: HTMLDialogElement, query: string): void {
  const list = one("[role='listbox']", dialog), input = one("input", dialog);
  if (!list || !input) return;
  const wanted = plain(query);
  const fitting = commands().filter((entry) => plain(entry.label).includes(wanted));
  shown = [...found, ...fitting];
  at = Math.min(at, Math.max(0, shown.length - 1));
  const option = (entry: Entry, i: number): HTMLElement => {
    const row = make("div", { role: "option", id: `command-${i}`, "aria-selected": String(i === at) }, icon(entry.icon), make("span", {}, entry.label));
    if (entry.note) row.append(make("kbd", {}, entry.note));
    row.addEventListener("click", () => run(dialog, i));
    return row;
  };
  const group = (title: string, entries: Entry[], from: number): Node[] =>
    entries.length === 0 ? [] : [make("div", { role: "group", "aria-label": title }, make("span", { "aria-hidden": "true" }, title), ...entries.map((entry, i) => option(entry, from + i)))];
  list.replaceChildren(...group(word("js-palette-found"), found, 0), ...group(word("js-palette-go"), fitting, found.length));
  if (shown.length === 0) list.replaceChildren(make("div", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, word("js-palette-none", { query })));
  if (shown.length > 0) input.setAttribute("aria-activedescendant", `command-${at}`);
  else input.removeAttribute("aria-activedescendant");
  one(`#command-${at}`, list)?.scrollIntoView({ block: "nearest" });
}

function run(dialog: HTMLDialogElement, i: number): void {
  dialog.close();
  shown[i]?.run();
}

async function seek(dialog: HTMLDialogElement, query: string): Promise<void> {
  const source = dialog.dataset["source"], turn = ++asked;
  if (!source || query.trim().length < 2) { found = []; draw(dialog, query); return; }
  const answer = await fetch(`${source}?q=${encodeURIComponent(query.trim())}`, { headers: { accept: "application/json" } });
  // Responses may arrive out of order: only that of the last query counts, and older results stay until it arrives.
  if (!answer.ok || turn !== asked) return;
  found = ((await answer.json()) as Found[]).map((one) => ({ label: one.label, icon: one.icon ?? "layers", ...(one.note && { note: one.note }), run: () => { location.href = one.href; } }));
  draw(dialog, query);
}

export function openPalette(): void {
  const dialog = one<HTMLDialogElement>("#palette"), input = dialog && one<HTMLInputElement>("input", dialog);
  if (!dialog || !input || dialog.open) return;
  if (!dialog.dataset["ready"]) {
    dialog.dataset["ready"] = "yes";
    input.addEventListener("input", () => { at = 0; draw(dialog, input.value); seek(dialog, input.value).catch(() => undefined); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { at = (at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(1, shown.length); draw(dialog, input.value); }
      else if (event.key === "Enter") run(dialog, at);
      else return;
      event.preventDefault();
    });
  }
  input.value = "";
  found = [];
  at = 0;
  draw(dialog, "");
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-palette]")) openPalette();
});
