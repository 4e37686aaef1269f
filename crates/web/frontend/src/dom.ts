/** DOM helpers: queries, translated messages, icons. */

export const one = <T extends Element = HTMLElement>(selector: string, from: ParentNode = document): T | null => from.querySelector<T>(selector);
export const all = <T extends Element = HTMLElement>(selector: string, from: ParentNode = document): T[] => [...from.querySelectorAll<T>(selector)];

let words: Record<string, string> | undefined;
/** Returns a message in the page's language from the list embedded in the layout; {name} is replaced. */
export function word(key: string, values: Record<string, string> = {}): string {
  words ??= JSON.parse(one("#pec-words")?.textContent ?? "{}") as Record<string, string>;
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] ?? key);
}

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${one<HTMLMetaElement>("meta[name='pec-icons']")?.content ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

/** Whether the focus is in a text field, where single keys must not act as shortcuts. */
export function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit']), textarea, select"));
}
/** Normalises a name for comparison: lower case, no accents, single spaces. */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\s\u00a0\u202f]+/g, " ").trim().toLowerCase();
