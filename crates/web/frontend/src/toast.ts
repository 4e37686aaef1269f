/* <pec-toast>: notification with an undo button. Disappears after ten seconds without pointer or focus on it; a failure stays. */
class PecToast extends HTMLElement {
  #left = 10_000;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ends = new AbortController();

  connectedCallback(): void {
    const { signal } = (this.#ends = new AbortController());
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest(".dismiss")) this.remove();
    }, { signal });
    if (this.querySelector("[data-tone='bad']")) return;
    for (const kind of ["pointerenter", "focusin"]) this.addEventListener(kind, () => this.#hold(), { signal, capture: true });
    for (const kind of ["pointerleave", "focusout"]) this.addEventListener(kind, () => this.#go(), { signal, capture: true });
    this.#go();
  }
  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#ends.abort();
  }
  #hold(): void {
    clearTimeout(this.#timer);
    this.#left = Math.max(3000, this.#left - (performance.now() - this.#since));
  }
  #go(): void {
    clearTimeout(this.#timer);
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.remove(), this.#left);
  }
}
customElements.define("pec-toast", PecToast);
