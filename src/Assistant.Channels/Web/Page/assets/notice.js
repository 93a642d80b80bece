import * as api from "./api.js";
import { el, icon } from "./dom.js";

const dismissed = "model-notice-dismissed";

function remembered() {
  try {
    return localStorage.getItem(dismissed) !== null;
  } catch {
    return false;
  }
}

/** Tells how to get a local model where none answers. */
export async function mountNotice(place) {
  let status;
  try {
    status = await api.status();
  } catch {
    // Without a status there is nothing to tell; what really fails says so itself.
    return;
  }
  const hints = [...lines(status.model === null ? status.model_hint : null), ...lines(status.embedder_hint)];
  if (status.model !== null && status.embedder !== "missing") {
    return;
  }
  if (remembered()) {
    return;
  }
  const title = status.model === null
    ? "No chat model is installed, so answers are quoted word for word from your documents."
    : "The embedder cannot run here, so search goes by words alone.";
  const box = el("aside", { class: "notice", "aria-label": "About local models" },
    icon("info"),
    el("div", {},
      el("p", { text: title }),
      hints.length > 0 ? el("details", {}, el("summary", { text: "How to change this" }), ...hints.map((hint) => el("p", { text: hint }))) : null),
    el("button", {
      type: "button",
      class: "quiet icon-only",
      "aria-label": "Dismiss this notice",
      onclick: () => {
        box.remove();
        try {
          localStorage.setItem(dismissed, "yes");
        } catch {
          // It comes back with the next visit then.
        }
      },
    }, icon("close")));
  place.replaceChildren(box);
}

const lines = (text) => (text ? text.split("\n").filter((line) => line.trim()) : []);
