/** Bar charts, stacked bars and heat maps. */
import { common, NARROW, single, tooltip, type Options, type Point } from "./common.ts";
import { amount, labelled, percent, short, type Unit } from "./format.ts";
import { fill, inkOn, type Theme } from "./theme.ts";

export interface Bars extends Unit {
  bars: { name: string; value: number; series?: number }[];
  summary: string;
}
export interface StackedBars extends Unit {
  categories: string[];
  series: { name: string; values: number[]; series: number }[];
  summary: string;
}
export interface HeatMap extends Unit {
  rows: string[];
  columns: string[];
  /** [row, column, value] */
  values: [number, number, number][];
  summary: string;
}

const names = (t: Theme, data: string[]): Options => ({ type: "category", inverse: true, data, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: t.ink2, width: t.width < NARROW ? 104 : 180, overflow: "truncate" } });
const scale = (t: Theme, unit: Unit, whole: boolean): Options => ({ type: "value", ...(whole && { max: 1 }), splitNumber: t.width < NARROW ? 3 : 4, axisLabel: { color: t.ink3, hideOverlap: true, formatter: (v: number) => (unit.currency ? short(v, unit) : percent(v)) }, splitLine: { lineStyle: { color: t.line } } });

/** Horizontal bars, so that names need no rotation, with the value at the end of each bar. */
export function bars(t: Theme, data: Bars): Options {
  const lowest = Math.min(0, ...data.bars.map((b) => b.value));
  return {
    ...common(t, data.summary),
    grid: { left: 2, right: 64, top: 4, bottom: 4, containLabel: true },
    xAxis: { ...scale(t, data, false), axisLabel: { show: false }, splitLine: { show: lowest < 0, lineStyle: { color: t.line } } },
    yAxis: names(t, data.bars.map((b) => b.name)),
    tooltip: { ...tooltip(t), formatter: (p: Point) => `${p.name}\n${amount(single(p.value), data)}` },
    series: [{
      type: "bar", barMaxWidth: 18, barCategoryGap: "38%",
      label: { show: true, position: "right", color: t.ink, fontSize: 12, formatter: (p: Point) => short(single(p.value), data) },
      data: data.bars.map((b) => ({ name: b.name, value: b.value, itemStyle: { ...(b.series ? fill(t, b.series) : { color: t.accent }), borderRadius: 2 }, ...(b.value < 0 && { label: { position: "right" } }) })),
    }],
  };
}

/** Stacked bars, to compare accounts, people or years. Without a currency the values are fractions of each bar. */
export function stackedBars(t: Theme, data: StackedBars): Options {
  return {
    ...common(t, data.summary),
    grid: { left: 2, right: 30, top: 4, bottom: 4, containLabel: true },
    xAxis: scale(t, data, !data.currency),
    yAxis: names(t, data.categories),
    tooltip: { ...tooltip(t), trigger: "item", formatter: (p: Point) => `${p.name}\n${labelled(p.seriesName ?? "", amount(single(p.value), data))}` },
    series: data.series.map((s) => ({ type: "bar", stack: "all", name: s.name, data: s.values, barWidth: 18, itemStyle: { ...fill(t, s.series), borderColor: t.surface, borderWidth: 1 } })),
  };
}

/** Heat map for grids too large for the HTML table, in one hue with the figure in each cell. */
export function heatMap(t: Theme, data: HeatMap): Options {
  const { rows, columns, values } = data;
  const most = Math.max(...values.map((v) => Math.abs(v[2])), 1e-9);
  const step = (n: number): number => (n === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(Math.abs(n) / most) * 8)));
  return {
    ...common(t, data.summary),
    grid: { left: 2, right: 2, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "category", position: "top", data: columns, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: t.ink3, interval: 0, hideOverlap: true } },
    yAxis: { type: "category", inverse: true, data: rows, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: t.ink2, width: t.width < NARROW ? 84 : 170, overflow: "truncate" } },
    tooltip: { ...tooltip(t), formatter: (p: Point) => { const [c = 0, r = 0, n = 0] = p.value as number[]; return `${rows[r] ?? ""} · ${columns[c] ?? ""}\n${amount(n, data)}`; } },
    series: [{
      type: "heatmap", label: { show: t.width >= 400, fontSize: 11, formatter: (p: Point) => { const n = (p.value as number[])[2] ?? 0; return n === 0 ? "" : short(n, data); } },
      data: values.map(([r, c, n]) => { const color = t.heat[step(n)] ?? t.surface; return { value: [c, r, n], itemStyle: { color, borderColor: t.surface, borderWidth: 2 }, label: { color: inkOn(color) } }; }),
    }],
  };
}
