/* <pec-chart kind="areaLine"><script type="application/json">{…}</script></pec-chart>
   Uses the light DOM, survives swaps, follows its container's size and the theme, and disposes of the chart when removed. */
import type { Drawing } from "./charts/index.ts";
import { make, word } from "./dom.ts";

class PecChart extends HTMLElement {
  #drawing: Drawing | undefined;
  #canvas: HTMLElement | undefined;
  #ends = new AbortController();
  #watchers: { disconnect(): void }[] = [];

  connectedCallback(): void {
    this.#ends = new AbortController();
    const begin = (): void => void this.#begin().catch((reason: unknown) => this.#fail(reason));
    // Visible charts are drawn first, the others when idle, so that all are there when the page is printed.
    const near = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      begin();
    }, { rootMargin: "50% 0%" });
    near.observe(this);
    const later = setTimeout(begin, 1500);
    this.#watchers.push(near, { disconnect: () => clearTimeout(later) });
  }

  disconnectedCallback(): void {
    this.#ends.abort();
    for (const watcher of this.#watchers.splice(0)) watcher.disconnect();
    this.#drawing?.free();
    this.#canvas?.remove();
    this.#drawing = this.#canvas = undefined;
  }

  async #begin(): Promise<void> {
    if (this.#canvas) return;
    const text = this.querySelector("script[type='application/json']")?.textContent;
    if (!text) throw new Error("no data");
    this.#canvas = make("div", { class: "canvas" });
    this.append(this.#canvas);
    const data: unknown = JSON.parse(text);
    const { begin } = await import("./charts/index.ts");
    await document.fonts.ready;
    if (!this.isConnected || !this.#canvas) return;
    const drawing = (this.#drawing = begin(this, this.#canvas, this.getAttribute("kind") ?? "", data));
    drawing.draw();
    const draw = (): void => this.#try(drawing);
    const size = new ResizeObserver(draw), root = new MutationObserver(draw);
    size.observe(this);
    root.observe(document.documentElement, { attributeFilter: ["data-theme", "lang"] });
    this.#watchers.push(size, root);
    for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", draw, { signal: this.#ends.signal });
  }

  #try(drawing: Drawing): void {
    try {
      drawing.draw();
    } catch (reason) {
      this.#fail(reason);
    }
  }

  /** Shows an error and opens the table behind the chart. */
  #fail(reason: unknown): void {
    console.warn("chart:", reason);
    this.disconnectedCallback();
    this.dataset["state"] = "failed";
    this.append(make("p", { class: "notice", "data-tone": "warn", role: "status" }, word("js-chart-failed")));
    this.closest(".chart")?.querySelector("details")?.setAttribute("open", "");
  }
}
customElements.define("pec-chart", PecChart);
