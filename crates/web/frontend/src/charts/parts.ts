/** Donut, treemap and sunburst charts of flat or nested parts. */
import { common, single, tooltip, type Options, type Point } from "./common.ts";
import { amount, percent, short, type Unit } from "./format.ts";
import { fill, inkOn, mix, seriesColor, type Theme } from "./theme.ts";

export interface Part {
  name: string;
  /** Short name for a ring. */
  label?: string;
  value: number;
  /** 1 to 10; nested parts take their parent's. */
  series?: number;
  parts?: Part[];
}
export interface Parts extends Unit {
  parts: Part[];
  centre?: { text: string; sub: string };
  summary: string;
}

const sum = (parts: Part[]): number => parts.reduce((total, part) => total + part.value, 0);
const said = (name: string, value: number, total: number, unit: Unit): string =>
  unit.currency ? `${name}\n${amount(value, unit)} · ${percent(value / total)}` : `${name}\n${percent(value / total)}`;

/** Donut of two to seven parts. On narrow screens the table serves as its legend. */
export function donut(t: Theme, data: Parts): Options {
  const total = sum(data.parts), { centre } = data;
  const labels = t.width >= 380;
  const series = (part: Part, i: number): number => part.series ?? (i % 9) + 1;
  return {
    ...common(t, data.summary),
    ...(centre && { title: { text: centre.text, subtext: centre.sub, left: "center", top: "center", itemGap: 4, textStyle: { fontSize: 17, lineHeight: 20, fontWeight: 600, color: t.ink }, subtextStyle: { fontSize: 12, lineHeight: 16, color: t.ink3 } } }),
    tooltip: { ...tooltip(t), formatter: (p: Point) => said(p.name, single(p.value), total, data) },
    series: [{
      type: "pie", radius: labels ? ["48%", "70%"] : ["62%", "92%"], startAngle: 90, minShowLabelAngle: 5,
      itemStyle: { borderColor: t.surface, borderWidth: 2 },
      label: { show: labels, color: t.ink2, fontSize: 12, lineHeight: 16, formatter: (p: Point) => `${p.name}\n{v|${percent(single(p.value) / total)}}`, rich: { v: { color: t.ink, fontWeight: 600, fontSize: 12 } } },
      labelLine: { show: labels, length: 8, length2: 8, lineStyle: { color: t.line2 } },
      labelLayout: { hideOverlap: true },
      data: data.parts.map((part, i) => ({ name: part.name, value: part.value, itemStyle: fill(t, series(part, i)) })),
    }],
  };
}

/** Treemap of many or nested parts, in tints with a border in full colour. */
export function treemap(t: Theme, data: Parts): Options {
  const total = sum(data.parts);
  const node = (part: Part, series: number): Options => {
    const own = part.series ?? series, color = seriesColor(t, own), tint = mix(color, t.surface, 0.74);
    const children = part.parts?.map((child) => node(child, own));
    return { name: part.name, value: part.value, itemStyle: { ...fill(t, own, tint), color: tint, borderColor: part.parts ? t.surface : color }, label: { color: t.ink }, upperLabel: { color: t.ink }, ...(children && { children }) };
  };
  return {
    ...common(t, data.summary),
    tooltip: { ...tooltip(t), formatter: (p: Point) => (p.name ? said(p.name, single(p.value), total, data) : "") },
    series: [{
      type: "treemap", left: 0, right: 0, top: 0, bottom: 0, roam: false, nodeClick: false, breadcrumb: { show: false }, visibleMin: 200, squareRatio: 1.2,
      label: { fontSize: 12, lineHeight: 16, padding: [4, 4], position: "insideTopLeft", overflow: "truncate", formatter: (p: Point) => `${p.name}\n{v|${data.currency ? short(single(p.value), data) : percent(single(p.value) / total)}}`, rich: { v: { color: t.ink2, fontSize: 12, lineHeight: 16 } } },
      labelLayout: ({ rect }: { rect?: { width: number; height: number } }) => (rect && (rect.width < 58 || rect.height < 36) ? { fontSize: 0, x: -999 } : {}),
      itemStyle: { borderWidth: 1, gapWidth: 2 },
      levels: [
        { itemStyle: { borderWidth: 0, gapWidth: 4, borderColor: t.surface } },
        { itemStyle: { borderWidth: 0, gapWidth: 3, borderColor: t.surface }, upperLabel: { show: true, height: 24, fontWeight: 600, fontSize: 12, color: t.ink, formatter: (p: Point) => `${p.name}  ${percent(single(p.value) / total)}` } },
      ],
      data: data.parts.map((part, i) => node(part, (i % 9) + 1)),
    }],
  };
}

/** Sunburst of nested parts. Labels that do not fit are omitted; the tree beside it has all names. */
export function sunburst(t: Theme, data: Parts): Options {
  const total = sum(data.parts);
  const deep = (part: Part): number => 1 + Math.max(0, ...(part.parts ?? []).map(deep));
  const ring = (Math.min(t.width, t.height || t.width) / 2) * (0.86 / Math.max(1, ...data.parts.map(deep))) - 6;
  const fits = (text: string): boolean => text.split(" ").every((word) => word.length * 5.8 <= ring);
  const node = (part: Part, depth: number, series: number): Options => {
    const own = part.series ?? series, color = mix(seriesColor(t, own), t.surface, Math.min(0.18 * depth, 0.5));
    const children = part.parts?.map((child) => node(child, depth + 1, own));
    return { name: part.name, ...(children ? { children } : { value: part.value }), itemStyle: fill(t, own, color), label: { show: fits(part.label ?? part.name), color: inkOn(color), formatter: part.label ?? part.name } };
  };
  // ECharts takes the hatching of a sunburst from a palette over the root and the first level, not from each part.
  const decals = ["none", ...data.parts.map((part) => fill(t, part.series ?? 1)["decal"] ?? "none")];
  return {
    ...common(t, data.summary),
    aria: { enabled: true, label: { description: data.summary }, decal: { show: true, decals } },
    tooltip: { ...tooltip(t), formatter: (p: Point) => (p.name ? said((p.treePathInfo ?? []).slice(1).map((n) => n.name).join(" › "), single(p.value), total, data) : "") },
    series: [{
      type: "sunburst", radius: ["12%", "98%"], nodeClick: false, sort: undefined, emphasis: { focus: "ancestor" },
      itemStyle: { borderColor: t.surface, borderWidth: 2 },
      label: { fontSize: 11, rotate: 0, minAngle: 32, width: ring + 8, overflow: "break", lineHeight: 13 },
      data: data.parts.map((part, i) => node(part, 0, (i % 9) + 1)),
    }],
  };
}
