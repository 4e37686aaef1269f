/* <pec-shares>: a table of parts and percentages. The form works without scripts; this element adds an exact live sum,
   adding and removing rows, pasting a fund sheet, and scaling to 100 % after a preview.
   It reads its parts from the markup: [data-row] with [name="part[]"] and [name="share[]"], <template data-new>,
   [data-sum], [data-rest], [data-rest-row], [data-save], [data-reason], [data-strip]. */
import { all, make, one, plain, word } from "../dom.ts";
import { normalise, ONE, precision, read, WHOLE, write } from "./exact.ts";
import { sheet, type Line } from "./paste.ts";

type Part = HTMLInputElement | HTMLSelectElement;

class PecShares extends HTMLElement {
  #ends = new AbortController();
  #decimal = document.documentElement.lang.startsWith("en") ? "." : ",";

  connectedCallback(): void {
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    for (const row of this.#rows().filter((r) => r.hasAttribute("data-blank"))) row.remove();
    if (this.#rows().length === 0) this.#add();
    this.addEventListener("input", () => this.#sum(), { signal });
    this.addEventListener("change", (event) => this.#check(event.target), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("paste", (event) => this.#paste(event), { signal });
    this.#sum();
  }
  disconnectedCallback(): void {
    this.#ends.abort();
  }

  #rows = (): HTMLElement[] => all("[data-row]", this);
  #share = (row: ParentNode): HTMLInputElement | null => one<HTMLInputElement>("[name='share[]']", row);
  #part = (row: ParentNode): Part | null => one<Part>("[name='part[]']", row);
  #percent = (value: bigint): string => `${write(value, this.#decimal, 2)}${this.#decimal === "," ? "\u00a0" : ""}%`;
  #name(row: ParentNode): string {
    const part = this.#part(row);
    const label = one("[data-label]", row)?.textContent ?? (part instanceof HTMLSelectElement ? part.selectedOptions[0]?.text : part?.value);
    return label?.trim() || word("js-shares-unnamed");
  }

  #sum(): void {
    let sum = 0n, faulty = false;
    for (const row of this.#rows()) {
      const value = read(this.#share(row)?.value ?? "");
      if (value === null) faulty = true;
      else sum += value;
    }
    const over = sum > WHOLE;
    const say = (selector: string, text: string): void => { const place = one(selector, this); if (place && place.textContent !== text) place.textContent = text; };
    say("[data-sum]", this.#percent(sum));
    say("[data-rest]", this.#percent(WHOLE - sum));
    one("[data-rest-row]", this)?.setAttribute("data-state", over ? "over" : sum === WHOLE ? "whole" : "part");
    const save = one<HTMLButtonElement>("[data-save]", this), reason = one("[data-reason]", this);
    if (save) save.disabled = over || faulty;
    if (reason) {
      reason.textContent = faulty ? word("js-shares-faulty") : over ? word("js-shares-over", { excess: this.#percent(sum - WHOLE) }) : "";
      reason.toggleAttribute("data-tone", over || faulty);
      if (over || faulty) reason.dataset["tone"] = "bad";
    }
    const scale = one<HTMLButtonElement>("[data-normalise]", this);
    if (scale) scale.disabled = faulty || sum === 0n || sum === WHOLE;
    this.#strip();
  }

  /** Redraws the coloured strip beside the table, with widths as attributes. */
  #strip(): void {
    const strip = one<SVGElement>("[data-strip]", this);
    if (!strip) return;
    let at = 0;
    const draw = (series: string, width: number): SVGElement => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", `s${series}`);
      rect.setAttribute("x", `${at}%`);
      rect.setAttribute("width", `${Math.max(0, width - 0.25)}%`);
      rect.setAttribute("height", "100%");
      at += width;
      return rect;
    };
    const rects = this.#rows().map((row, i) => {
      const part = this.#part(row);
      const series = (part instanceof HTMLSelectElement ? part.selectedOptions[0]?.dataset["series"] : undefined) ?? row.dataset["series"] ?? String((i % 9) + 1);
      // Floating point is for drawing only, never for the values.
      return draw(series, Number(((read(this.#share(row)?.value ?? "") ?? 0n) * 1_000_000n) / ONE) / 1e6);
    });
    if (at < 100) rects.push(draw("10", 100 - at));
    strip.replaceChildren(...rects);
  }

  /** Shows errors when a field loses focus, not at each key. */
  #check(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement) || target.name !== "share[]") return;
    const wrong = read(target.value) === null;
    if (wrong) target.setAttribute("aria-invalid", "true");
    else target.removeAttribute("aria-invalid");
  }

  #click(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-remove], [data-add], [data-normalise], [data-paste]") : null;
    if (!button || !this.contains(button)) return;
    event.preventDefault();
    if (button.hasAttribute("data-remove")) this.#remove(button);
    else if (button.hasAttribute("data-add")) this.#part(this.#add())?.focus();
    else if (button.hasAttribute("data-normalise")) this.#normalise();
    else this.#review("");
  }

  #add(): HTMLElement {
    const template = one<HTMLTemplateElement>("template[data-new]", this);
    const row = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!template || !row) throw new Error("<pec-shares> has no <template data-new>");
    const rows = this.#rows(), last = rows[rows.length - 1];
    // The errors of a row are in a separate row below it.
    if (last) (last.nextElementSibling?.matches(".message") ? last.nextElementSibling : last).after(row);
    else one("[data-rows]", this)?.prepend(row);
    return row;
  }

  #remove(button: HTMLElement): void {
    const rows = this.#rows(), row = button.closest<HTMLElement>("[data-row]");
    if (!row) return;
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    if (row.nextElementSibling?.matches(".message")) row.nextElementSibling.remove();
    row.remove();
    this.#share(next ?? this.#add())?.focus();
    this.#sum();
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey && event.key.toLowerCase() === "n") {
      event.preventDefault();
      this.#normalise();
      return;
    }
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.target.name === "part[]" && event.key !== "Enter") return;
    event.preventDefault();
    const rows = this.#rows(), at = rows.indexOf(row);
    if (event.target.name === "part[]") this.#share(row)?.focus();
    else if (event.key === "ArrowUp") this.#share(rows[at - 1] ?? row)?.select();
    else if (rows[at + 1]) this.#share(rows[at + 1] ?? row)?.select();
    else if (event.key === "Enter" && this.#share(row)?.value.trim()) this.#part(this.#add())?.focus();
  }

  #paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target instanceof HTMLTextAreaElement || !/[\n\t;]/.test(text.trim()) || sheet(text).lines.length === 0) return;
    event.preventDefault();
    this.#review(text);
  }

  /** Previews the pasted lines and applies them on confirmation. */
  #review(text: string): void {
    const area = make("textarea", { class: "input", rows: "6", id: "pec-paste-text" });
    const body = make("tbody"), caption = make("caption"), take = make("button", { class: "button", "data-kind": "primary", value: "take" }, word("js-paste-take"));
    const replace = make("input", { type: "checkbox" });
    replace.checked = true;
    area.value = text;
    const show = (): void => {
      const { lines, left } = sheet(area.value);
      let sum = 0n;
      body.replaceChildren(...lines.map((line) => {
        sum += read(line.share) ?? 0n;
        const known = this.#match(line.name);
        const mark = known ? make("span", {}, known) : make("span", { class: "quiet" }, word(this.#closed() ? "js-paste-unknown" : "js-paste-new"));
        return make("tr", {}, make("th", { scope: "row" }, line.name), make("td", {}, mark), make("td", { class: "num" }, `${line.share}\u00a0%`));
      }));
      caption.textContent = word("js-paste-read", { lines: String(lines.length), sum: this.#percent(sum), left: String(left) });
      take.disabled = lines.length === 0;
    };
    area.addEventListener("input", show);
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, word("js-paste-line")), make("th", { scope: "col" }, word("js-paste-as")), make("th", { scope: "col", class: "num" }, word("js-paste-share"))));
    const table = make("table", { class: "table bare", "data-size": "s" }, caption, head, body);
    const field = make("div", { class: "field" }, make("label", { for: area.id }, word("js-paste-text")), make("span", { class: "hint" }, word("js-paste-hint")), area);
    const whole = make("label", { class: "check" }, replace, make("span", {}, word("js-paste-replace")));
    show();
    this.#ask(word("js-paste-title"), [field, make("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": word("js-paste-line") }, table), whole], take, () => this.#take(sheet(area.value).lines, replace.checked));
    if (text === "") area.focus();
  }

  #options = (): string[] => {
    const template = one<HTMLTemplateElement>("template[data-new]", this);
    const part = template ? this.#part(template.content) : null;
    if (part instanceof HTMLSelectElement) return [...part.options].filter((o) => o.value).map((o) => o.text);
    const list = part?.getAttribute("list");
    return list ? all<HTMLOptionElement>("option", document.getElementById(list) ?? this).map((o) => o.value) : [];
  };
  #closed(): boolean {
    const template = one<HTMLTemplateElement>("template[data-new]", this);
    return !!template && this.#part(template.content) instanceof HTMLSelectElement;
  }
  /** Finds the known name of a line: an equal one, or the only one with the same beginning. */
  #match(name: string): string | null {
    const wanted = plain(name), options = this.#options();
    const same = options.find((option) => plain(option) === wanted);
    if (same) return same;
    const alike = options.filter((option) => plain(option).startsWith(wanted) || wanted.startsWith(plain(option)));
    return alike.length === 1 ? (alike[0] ?? null) : null;
  }

  #take(lines: Line[], replace: boolean): void {
    if (replace) for (const row of this.#rows()) {
      if (row.nextElementSibling?.matches(".message")) row.nextElementSibling.remove();
      row.remove();
    }
    for (const row of this.#rows()) if (!this.#share(row)?.value.trim() && !this.#part(row)?.value) row.remove();
    for (const line of lines) {
      const name = this.#match(line.name) ?? line.name;
      const row = this.#rows().find((r) => plain(this.#name(r)) === plain(name)) ?? this.#add();
      const part = this.#part(row), share = this.#share(row);
      if (part instanceof HTMLSelectElement) part.value = [...part.options].find((o) => plain(o.text) === plain(name))?.value ?? "";
      else if (part && part.type !== "hidden") part.value = name;
      if (share) share.value = line.share;
    }
    this.#sum();
  }

  /** Shows the differences and asks for confirmation. */
  #normalise(): void {
    const rows = this.#rows().filter((row) => this.#share(row)?.value.trim());
    const typed = rows.map((row) => this.#share(row)?.value ?? "");
    const before = typed.map(read).filter((value): value is bigint => value !== null);
    if (before.length !== rows.length || before.every((value) => value === 0n)) return;
    const after = normalise(before, Math.max(2, ...typed.map(precision)));
    const difference = (value: bigint): string => (value > 0n ? "+" : "") + this.#percent(value);
    const body = make("tbody", {}, ...rows.map((row, i) => make("tr", {}, make("th", { scope: "row" }, this.#name(row)), make("td", { class: "num" }, this.#percent(before[i] ?? 0n)), make("td", { class: "num" }, this.#percent(after[i] ?? 0n)), make("td", { class: "num" }, difference((after[i] ?? 0n) - (before[i] ?? 0n))))));
    const heads = ["js-norm-part", "js-norm-before", "js-norm-after", "js-norm-change"].map((key, i) => make("th", { scope: "col", ...(i > 0 && { class: "num" }) }, word(key)));
    const table = make("table", { class: "table bare", "data-size": "s" }, make("thead", {}, make("tr", {}, ...heads)), body);
    const take = make("button", { class: "button", "data-kind": "primary", value: "take" }, word("js-norm-take"));
    this.#ask(word("js-norm-title"), [make("p", {}, word("js-norm-why")), make("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": word("js-norm-title") }, table)], take, () => {
      rows.forEach((row, i) => { const share = this.#share(row); if (share) share.value = write(after[i] ?? 0n, this.#decimal); });
      this.#sum();
    });
  }

  #ask(title: string, content: Node[], take: HTMLButtonElement, done: () => void): void {
    const heading = make("h2", { id: "pec-ask-title" }, title);
    const form = make("form", { class: "body", method: "dialog" }, heading, ...content, make("div", { class: "actions" }, take, make("button", { class: "button", value: "" }, word("js-cancel"))));
    const dialog = make("dialog", { "aria-labelledby": heading.id }, form);
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "take") done();
      dialog.remove();
    });
    take.autofocus = true;
    document.body.append(dialog);
    dialog.showModal();
  }
}
customElements.define("pec-shares", PecShares);

