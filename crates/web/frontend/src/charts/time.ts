/** Line chart over time, with optional contributions and a range. */
import { common, NARROW, tooltip, type Options, type Point } from "./common.ts";
import { amount, day, labelled, month, short, type Unit } from "./format.ts";
import { seriesColor, type Theme } from "./theme.ts";

export interface AreaLine extends Unit {
  days: string[];
  name: string;
  values: (number | null)[];
  /** Contributions, dashed; the filled area up to the value is the gain. */
  put?: { name: string; values: number[] };
  /** Lower and upper bounds, for example of a projection. */
  band?: { low: (number | null)[]; high: (number | null)[] };
  summary: string;
}

const hidden = { type: "line", symbol: "none", lineStyle: { opacity: 0 }, silent: true };

/** Labels of the time axis in years, months or days, depending on its span. */
function ticks(days: string[]): { interval: (i: number) => boolean; formatter: (iso: string) => string } {
  const years = new Set(days.map((iso) => iso.slice(0, 4))).size;
  const months = new Set(days.map((iso) => iso.slice(0, 7))).size;
  const cut = years > 2 ? 4 : months > 2 ? 7 : 10;
  const formatter = cut === 4 ? (iso: string) => iso.slice(0, 4) : cut === 7 ? month : day;
  return { interval: (i) => cut === 10 || (i > 0 && days[i]?.slice(0, cut) !== days[i - 1]?.slice(0, cut)), formatter };
}

export function areaLine(t: Theme, data: AreaLine): Options {
  const { days, name, values, put, band, summary } = data;
  const line = seriesColor(t, 1);
  const series: Options[] = [];
  if (band) {
    series.push({ ...hidden, data: band.low, stack: "band" });
    series.push({ ...hidden, data: band.high.map((h, i) => (h === null ? null : h - (band.low[i] ?? 0))), stack: "band", areaStyle: { color: line, opacity: 0.14 } });
  }
  if (put) {
    series.push({ type: "line", name: put.name, data: put.values, stack: "net", stackStrategy: "all", symbol: "none", lineStyle: { color: t.ink3, width: 1.5, type: [5, 4] }, emphasis: { disabled: true } });
    series.push({ ...hidden, data: values.map((v, i) => (v === null ? null : v - (put.values[i] ?? 0))), stack: "net", stackStrategy: "all", areaStyle: { color: line, opacity: 0.11 } });
  }
  series.push({ type: "line", name, data: values, symbol: "circle", symbolSize: 7, showSymbol: days.length < 12, connectNulls: false, lineStyle: { color: line, width: 2 }, itemStyle: { color: line }, emphasis: { disabled: true }, z: 4 });
  const said = (points: Point[]): string => {
    const i = points[0]?.dataIndex ?? 0;
    const value = values[i], low = band?.low[i], high = band?.high[i], base = put?.values[i];
    const lines = [day(days[i] ?? "")];
    if (value !== null && value !== undefined) lines.push(labelled(name, amount(value, data)));
    if (put && base !== undefined) lines.push(labelled(put.name, amount(base, data)));
    if (typeof low === "number" && typeof high === "number") lines.push(`${amount(low, data)} – ${amount(high, data)}`);
    return lines.join("\n");
  };
  return {
    ...common(t, summary),
    grid: { left: 2, right: 2, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: days, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line2 } }, axisLabel: { color: t.ink3, fontSize: 12, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right", ...ticks(days) } },
    yAxis: { type: "value", scale: true, splitNumber: 3, position: "right", axisLabel: { color: t.ink3, fontSize: t.width < NARROW ? 11 : 12, formatter: (v: number) => short(v, data) }, splitLine: { lineStyle: { color: t.line } } },
    series,
    tooltip: { ...tooltip(t), trigger: "axis", axisPointer: { type: "line", lineStyle: { color: t.ink3, type: "solid" } }, formatter: said },
  };
}
