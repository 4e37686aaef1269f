/** Small enhancements of HTML: dialogs, copy buttons, file drop, busy buttons, theme, filters that apply on change. */
import { one, word } from "./dom.ts";

function theme(button: HTMLButtonElement): void {
  const root = document.documentElement, set = root.dataset["theme"];
  const dark = set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = dark ? "light" : "dark";
  const form = button.form;
  if (!form) return;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.set("theme", root.dataset["theme"]);
  // The theme has already changed; if saving fails, only the next page has the old one.
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
}

async function copy(button: HTMLElement): Promise<void> {
  const source = button.dataset["copy"] ? one(button.dataset["copy"]) : null;
  const text = button.dataset["copyText"] ?? (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source.value : source?.textContent?.trim()) ?? "";
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = word("js-copied");
  } catch {
    label.textContent = word("js-copy-failed");
  }
  setTimeout(() => { label.textContent = before; }, 2000);
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest<HTMLElement>("[data-open]");
  if (opener) {
    const dialog = one<HTMLDialogElement>(opener.dataset["open"] ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  const switcher = event.target.closest<HTMLButtonElement>("button[data-theme-switch]");
  if (switcher) {
    event.preventDefault();
    theme(switcher);
  }
  const copier = event.target.closest<HTMLElement>("[data-copy], [data-copy-text]");
  if (copier) void copy(copier);
  // A click beside a dialog closes it.
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) event.target.close();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const busy of document.querySelectorAll("form[aria-busy], button[aria-busy]")) busy.removeAttribute("aria-busy");
});

document.addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  event.target.closest<HTMLFormElement>("form[data-apply]")?.requestSubmit();
  const drop = event.target.closest<HTMLElement>(".drop");
  if (drop && event.target instanceof HTMLInputElement) picked(drop, event.target);
});

function picked(drop: HTMLElement, input: HTMLInputElement): void {
  const place = one(".picked", drop);
  if (place) place.textContent = [...(input.files ?? [])].map((file) => file.name).join(", ");
}
for (const kind of ["dragover", "dragleave", "drop"] as const) {
  document.addEventListener(kind, (event) => {
    const drop = event.target instanceof Element ? event.target.closest<HTMLElement>(".drop") : null;
    const input = drop && one<HTMLInputElement>("input[type='file']", drop);
    if (!drop || !input) return;
    event.preventDefault();
    drop.toggleAttribute("data-over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      picked(drop, input);
    }
  });
}
