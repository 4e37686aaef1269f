/** Percentages with 16 decimals (shares with 18) as integers, without floating point. */

export const DECIMALS = 16;
export const ONE = 10n ** BigInt(DECIMALS);
export const WHOLE = 100n * ONE;

const SPACES = /[\s\u00a0\u202f\u2009']/g;

/** "62,37", "62.37", "1 234,5 %" → units of 1e-16 percent; null if it is not a number. */
export function read(text: string): bigint | null {
  let digits = text.replace(SPACES, "").replace(/%$/, "");
  if (digits === "") return 0n;
  const comma = digits.lastIndexOf(","), point = digits.lastIndexOf(".");
  if (comma >= 0 && point >= 0) digits = digits.replaceAll(comma > point ? "." : ",", "");
  const found = /^(\d{0,9})(?:[.,](\d{0,16}))?$/.exec(digits);
  if (!found || (!found[1] && !found[2])) return null;
  return BigInt(found[1] || "0") * ONE + BigInt((found[2] ?? "").padEnd(DECIMALS, "0"));
}

/** Returns the number of typed decimals. */
export const precision = (text: string): number => /[.,](\d+)\s*%?\s*$/.exec(text.replace(SPACES, ""))?.[1]?.length ?? 0;

/** Formats a percentage for editing: "62,37", with at least `least` decimals. */
export function write(value: bigint, decimal: string, least = 0): string {
  const negative = value < 0n;
  const text = String(negative ? -value : value).padStart(DECIMALS + 1, "0");
  const tail = text.slice(-DECIMALS).replace(/0+$/, "").padEnd(least, "0");
  return `${negative ? "\u2212" : ""}${text.slice(0, -DECIMALS)}${tail ? decimal + tail : ""}`;
}

/** Scales shares to exactly 100 % with `decimals` decimals, by the largest remainder method. */
export function normalise(shares: bigint[], decimals: number): bigint[] {
  const sum = shares.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return shares;
  const step = 10n ** BigInt(DECIMALS - Math.min(decimals, DECIMALS));
  const scaled = shares.map((share) => share * WHOLE);
  const result = scaled.map((share) => (share / sum / step) * step);
  let missing = (WHOLE - result.reduce((a, b) => a + b, 0n)) / step;
  const rest = scaled.map((share, i) => ({ i, left: share - (result[i] ?? 0n) * sum })).sort((a, b) => (a.left === b.left ? a.i - b.i : a.left > b.left ? -1 : 1));
  for (const { i } of rest) {
    if (missing <= 0n) break;
    result[i] = (result[i] ?? 0n) + step;
    missing -= 1n;
  }
  return result;
}
