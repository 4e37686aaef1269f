/** Entry point of all scripts except charts, which are loaded by pages that contain one. */
import htmx from "htmx.org";
import { settleCells } from "./cells.ts";
import "./chart.ts";
import "./controls.ts";
import "./fold.ts";
import "./keys.ts";
import "./shares/element.ts";
import "./sending.ts";
import { prepareTables } from "./sort.ts";
import "./toast.ts";

prepareTables(document);
htmx.onLoad((added) => {
  prepareTables(added instanceof Element ? (added.parentElement ?? document) : document);
  settleCells();
});
