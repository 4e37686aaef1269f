/** Formats numbers in charts in the page's language, with a typographic minus. */

const language = (): string => document.documentElement.lang || "fr";
const minus = (text: string): string => text.replace("-", "\u2212");
const formatters = new Map<string, Intl.NumberFormat>();

function write(value: number, options: Intl.NumberFormatOptions): string {
  const key = language() + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.NumberFormat(language(), options)));
  return minus(formatter.format(value));
}

/** Unit of a chart's values: amounts of one currency, or fractions while amounts are hidden. */
export interface Unit {
  currency?: string;
}

export const percent = (value: number): string => write(value, { style: "percent", maximumFractionDigits: 1 }).replace("\u202f%", "\u00a0%");

export function amount(value: number, { currency }: Unit, digits = 0): string {
  if (!currency) return percent(value);
  return write(value, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const signed = (value: number, unit: Unit, digits = 0): string => (value > 0 ? "+" : "") + amount(value, unit, digits);

function symbol(currency: string): string {
  const part = new Intl.NumberFormat(language(), { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0).find((p) => p.type === "currency");
  return part?.value ?? currency;
}

/** 500 k€, 1,2 M€ (€500k in English): for axes and short labels, not for exact figures. */
export function short(value: number, { currency }: Unit): string {
  if (!currency) return percent(value);
  const size = Math.abs(value);
  const [unit, by] = size >= 999_500 ? (["M", 1e6] as const) : size >= 1000 ? (["k", 1e3] as const) : (["", 1] as const);
  const digits = write(value / by, { maximumFractionDigits: by === 1e6 || (by > 1 && size / by < 10) ? 1 : 0 });
  const sign = symbol(currency);
  if (!language().startsWith("en")) return `${digits}\u00a0${unit}${sign}`;
  return digits.startsWith("\u2212") ? `\u2212${sign}${digits.slice(1)}${unit}` : `${sign}${digits}${unit}`;
}

export const day = (iso: string): string => new Intl.DateTimeFormat(language(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(iso));
export const month = (iso: string): string => new Intl.DateTimeFormat(language(), { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(iso));
/** "Net : 12 €" in French, "Net: €12" in English. */
export const labelled = (name: string, value: string): string => (language().startsWith("en") ? `${name}: ${value}` : `${name}\u00a0: ${value}`);
