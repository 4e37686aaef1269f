/** Colours and font of charts, read from the page's CSS tokens. */

export interface Theme {
  width: number;
  height: number;
  font: string;
  still: boolean;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  line2: string;
  surface: string;
  raised: string;
  accent: string;
  gain: string;
  loss: string;
  series: string[];
  heat: string[];
}

export function theme(host: HTMLElement): Theme {
  const probe = document.createElement("i");
  probe.hidden = true;
  host.append(probe);
  const color = (name: string): string => {
    // Set as a property, because the content security policy forbids style attributes.
    probe.style.color = `var(--${name})`;
    return hex(getComputedStyle(probe).color);
  };
  const read: Theme = {
    width: host.clientWidth,
    height: host.clientHeight,
    font: getComputedStyle(host).fontFamily,
    still: matchMedia("(prefers-reduced-motion: reduce)").matches,
    ink: color("ink"),
    ink2: color("ink-2"),
    ink3: color("ink-3"),
    line: color("line"),
    line2: color("line-2"),
    surface: color("surface"),
    raised: color("raised"),
    accent: color("accent"),
    gain: color("gain"),
    loss: color("loss"),
    series: Array.from({ length: 10 }, (_, i) => color(`series-${i + 1}`)),
    heat: Array.from({ length: 9 }, (_, i) => color(`heat-${i}`)),
  };
  probe.remove();
  return read;
}

/** Converts a computed colour to #rrggbb. */
function hex(css: string): string {
  const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}
const channels = (color: string): number[] => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  return `#${channels(from).map((c, i) => Math.round(c + ((target[i] ?? c) - c) * share).toString(16).padStart(2, "0")).join("")}`;
}

/** Returns the text colour with the better contrast on a background. */
export function inkOn(color: string): string {
  const [r = 0, g = 0, b = 0] = channels(color).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.19 ? "#0f1114" : "#ffffff";
}

/** The colour of a series, 1 to 10. The tenth, "not classified", is hatched as well, so that it does not depend on colour. */
export function fill(t: Theme, series: number, color = seriesColor(t, series)): Record<string, unknown> {
  if (series !== 10) return { color };
  return { color, decal: { symbol: "rect", symbolSize: 1, color: mix(color, t.surface, 0.55), dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 } };
}
export const seriesColor = (t: Theme, series: number): string => t.series[series - 1] ?? t.accent;
