/** Chart drawing with the used parts of ECharts, loaded only by pages with a chart. */
import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart, SunburstChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, TitleComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout, LegacyGridContainLabel } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { bars, heatMap, stackedBars, type Bars, type HeatMap, type StackedBars } from "./bars.ts";
import type { Options } from "./common.ts";
import { donut, sunburst, treemap, type Parts } from "./parts.ts";
import { theme, type Theme } from "./theme.ts";
import { areaLine, type AreaLine } from "./time.ts";
import { waterfall, type Waterfall } from "./waterfall.ts";

use([BarChart, CustomChart, HeatmapChart, LineChart, PieChart, SunburstChart, TreemapChart, AriaComponent, GridComponent, TitleComponent, TooltipComponent, VisualMapComponent, LabelLayout, LegacyGridContainLabel, SVGRenderer]);

function options(kind: string, t: Theme, data: unknown): Options {
  switch (kind) {
    case "areaLine": return areaLine(t, data as AreaLine);
    case "donut": return donut(t, data as Parts);
    case "treemap": return treemap(t, data as Parts);
    case "sunburst": return sunburst(t, data as Parts);
    case "bars": return bars(t, data as Bars);
    case "stackedBars": return stackedBars(t, data as StackedBars);
    case "heatMap": return heatMap(t, data as HeatMap);
    case "waterfall": return waterfall(t, data as Waterfall);
    default: throw new Error(`no chart of kind ${kind}`);
  }
}

export interface Drawing {
  draw(): void;
  free(): void;
}

/** Draws a chart inside `canvas`, in the size of `host`. */
export function begin(host: HTMLElement, canvas: HTMLElement, kind: string, data: unknown): Drawing {
  const chart = init(canvas, null, { renderer: "svg", width: host.clientWidth, height: host.clientHeight });
  return {
    draw() {
      if (host.clientWidth === 0) return;
      chart.resize({ width: host.clientWidth, height: host.clientHeight, silent: true });
      chart.setOption(options(kind, theme(host), data), true);
    },
    free: () => chart.dispose(),
  };
}
