/** Large files on their way: a form marked `data-sends` shows how much has left, which browsers do not. */
import htmx from "htmx.org";
import { one } from "./dom.ts";

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const shown = one<HTMLElement>("[data-sending]", form), bar = one<HTMLProgressElement>("[data-sending] progress", form);
  if (event.defaultPrevented || !form.matches("[data-sends]") || !shown || !bar) return;
  const files = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")];
  // Without a file there is nothing to wait for.
  if (!files.some((field) => (field.files?.length ?? 0) > 0)) return;
  event.preventDefault();
  const request = new XMLHttpRequest();
  const body = new FormData(form);
  const button = event.submitter;
  const settle = (busy: boolean) => {
    shown.hidden = !busy;
    for (const part of [form, button]) if (busy) part?.setAttribute("aria-busy", "true"); else part?.removeAttribute("aria-busy");
  };
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
    if (lengthComputable) bar.value = loaded / total;
  };
  request.onload = () => {
    const main = one("main");
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    // Taken: on to where it leads. Refused: the same page, with what is wrong.
    if (request.status === 200 && request.responseURL !== form.action) location.assign(request.responseURL);
    else if (answer && main) {
      main.replaceWith(answer);
      htmx.process(answer);
      answer.querySelector<HTMLElement>(".notice, [aria-invalid]")?.scrollIntoView({ block: "center" });
    }
    settle(false);
  };
  // The browser itself then says what is wrong with the connection.
  request.onerror = () => { settle(false); form.submit(); };
  request.open("POST", form.action);
  settle(true);
  request.send(body);
}, true);
