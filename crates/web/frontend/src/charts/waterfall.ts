/** Waterfall chart of steps from zero to the total change; horizontal on narrow screens. */
import { common, NARROW, tooltip, type Options, type Point } from "./common.ts";
import { signed, type Unit } from "./format.ts";
import type { Theme } from "./theme.ts";

export interface Waterfall extends Unit {
  steps: { name: string; value: number }[];
  /** Total change, the sum of the steps. */
  total: { name: string; value: number };
  summary: string;
}
interface Step {
  name: string;
  value: number;
  from: number;
  to: number;
  whole: boolean;
}
interface Api {
  value(dimension: number): number;
  coord(point: number[]): number[];
  size(size: number[]): number[];
}

function stairs({ steps, total }: Waterfall): Step[] {
  let at = 0;
  const list = steps.map(({ name, value }) => {
    const from = at;
    at += value;
    return { name, value, from, to: at, whole: false };
  });
  return [...list, { name: total.name, value: total.value, from: 0, to: total.value, whole: true }];
}

function draw(t: Theme, data: Waterfall, list: Step[], lying: boolean, api: Api): Options {
  const i = api.value(0), step = list[i], next = list[i + 1];
  if (!step) return { type: "group", children: [] };
  const point = (value: number): [number, number] => { const [x = 0, y = 0] = api.coord(lying ? [value, i] : [i, value]); return [x, y]; };
  const [px, py] = point(step.from), [qx, qy] = point(step.to);
  const pitch = Math.abs((lying ? api.size([0, 1])[1] : api.size([1, 0])[0]) ?? 0);
  const band = Math.min(lying ? 18 : 44, pitch * 0.62);
  const shape = lying
    ? { x: Math.min(px, qx), y: py - band / 2, width: Math.max(2, Math.abs(qx - px)), height: band, r: 2 }
    : { x: px - band / 2, y: Math.min(py, qy), width: band, height: Math.max(2, Math.abs(qy - py)), r: 2 };
  const color = step.whole ? t.accent : step.value < 0 ? t.loss : t.gain;
  const children: Options[] = [{ type: "rect", shape, style: { fill: color } }];
  if (next && !next.whole) {
    const link = lying ? { x1: qx, y1: qy + band / 2, x2: qx, y2: qy + pitch - band / 2 } : { x1: qx + band / 2, y1: qy, x2: qx + pitch - band / 2, y2: qy };
    children.push({ type: "line", style: { stroke: t.line2, lineWidth: 1 }, shape: link });
  }
  const place = lying ? { x: Math.max(px, qx) + 6, y: py, align: "left", verticalAlign: "middle" } : { x: px, y: Math.min(py, qy) - 5, align: "center", verticalAlign: "bottom" };
  children.push({ type: "text", style: { ...place, text: signed(step.value, data), fill: t.ink, font: `${step.whole ? 600 : 500} 12px ${t.font}` } });
  return { type: "group", children };
}

export function waterfall(t: Theme, data: Waterfall): Options {
  const list = stairs(data), lying = t.width < NARROW;
  const names = { type: "category", data: list.map((b) => b.name), inverse: lying, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: t.ink2, interval: 0, width: lying ? 92 : 84, overflow: "break", lineHeight: 15, margin: 10 } };
  const low = Math.min(0, ...list.map((b) => Math.min(b.from, b.to))), high = Math.max(0, ...list.map((b) => Math.max(b.from, b.to)));
  const room = (high - low) * (lying ? 0.52 : 0.04);
  const edge = { type: "value", show: false, scale: false, min: low - (low < 0 ? room : 0), max: high + room };
  return {
    ...common(t, data.summary),
    grid: lying ? { left: 98, right: 2, top: 0, bottom: 0 } : { left: 0, right: 0, top: 20, bottom: 42 },
    xAxis: lying ? edge : names,
    yAxis: lying ? names : edge,
    tooltip: { ...tooltip(t), formatter: (p: Point) => `${p.name}\n${signed(Number(p.data?.["gap"] ?? 0), data, data.currency ? 2 : 0)}` },
    series: [{
      type: "custom",
      encode: lying ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
      data: list.map((b, i) => ({ name: b.name, gap: b.value, value: [i, b.from, b.to, b.value] })),
      renderItem: (_: unknown, api: Api) => draw(t, data, list, lying, api),
    }],
  };
}
