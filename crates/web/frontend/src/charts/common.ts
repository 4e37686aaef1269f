/** Options shared by all charts: text alternative, tooltips and axes. */
import type { Theme } from "./theme.ts";

export type Options = Record<string, unknown>;
/** The parts of ECharts' tooltip and label parameters that are used. */
export interface Point {
  name: string;
  value: number | number[];
  dataIndex: number;
  seriesName?: string;
  data?: Record<string, unknown>;
  treePathInfo?: { name: string }[];
}

export const NARROW = 520;

export const tooltip = (t: Theme): Options => ({
  renderMode: "richText",
  confine: true,
  backgroundColor: t.raised,
  borderColor: t.line2,
  borderWidth: 1,
  padding: [8, 12],
  textStyle: { fontFamily: t.font, fontSize: 13, color: t.ink, lineHeight: 20 },
});

export const common = (t: Theme, summary: string): Options => ({
  animation: !t.still,
  animationDuration: 220,
  animationDurationUpdate: 220,
  backgroundColor: "transparent",
  textStyle: { fontFamily: t.font, fontSize: 12, color: t.ink2 },
  aria: { enabled: true, label: { description: summary }, decal: { show: false } },
  tooltip: tooltip(t),
});

export const single = (value: number | number[]): number => (Array.isArray(value) ? (value[0] ?? 0) : value);
