/** Shows the upload progress of forms with `data-sends`. */
import htmx from "htmx.org";
import { one } from "./dom.ts";

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const shown = one<HTMLElement>("[data-sending]", form), bar = one<HTMLProgressElement>("[data-sending] progress", form);
  if (event.defaultPrevented || !form.matches("[data-sends]") || !shown || !bar) return;
  const files = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")];
  // Without a file the browser submits the form itself.
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
    // On success follow the redirect; otherwise show the returned form with its errors.
    if (request.status === 200 && request.responseURL !== form.action) location.assign(request.responseURL);
    else if (answer && main) {
      main.replaceWith(answer);
      htmx.process(answer);
      answer.querySelector<HTMLElement>(".notice, [aria-invalid]")?.scrollIntoView({ block: "center" });
    }
    settle(false);
  };
  // Submit again without a script, so that the browser shows its own network error.
  request.onerror = () => { settle(false); form.submit(); };
  request.open("POST", form.action);
  settle(true);
  request.send(body);
}, true);
