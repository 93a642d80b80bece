import * as api from "./api.js";
import { el, icon, plural } from "./dom.js";

const steps = { queued: "Waiting", read: "Reading", chunk: "Reading", index: "Indexing", done: "Indexing" };

function stateOf({ state, step, vectors, reason }) {
  switch (state) {
    case "queued":
      return { words: "Waiting", kind: "busy" };
    case "processing":
      return { words: steps[step] ?? "Reading", kind: "busy" };
    case "failed":
      return { words: "Failed", kind: "failed", reason: reason ?? "The reason is not known." };
    default:
      return vectors === "pending"
        ? { words: "Ready, vectors pending", kind: "ready", reason: null }
        : { words: "Ready", kind: "ready" };
  }
}

function sizeOf(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  const unit = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** unit).toLocaleString("en", { maximumFractionDigits: unit > 1 ? 1 : 0 })} ${units[unit]}`;
}

/** One document of the list; showing it again changes only what changed. */
export class DocumentRow {
  constructor(act) {
    this.act = act;
    this.element = el("li", { class: "row" });
  }

  show(document) {
    const key = JSON.stringify(document);
    if (this.key === key) {
      return;
    }
    this.key = key;
    const focused = [...this.element.querySelectorAll("a, button")].findIndex((part) => part === globalThis.document.activeElement);
    const state = stateOf(document);
    const { id, name, title, collection, passages, pages, bytes } = document;
    const facts = [
      collection,
      passages > 0 ? plural(passages, "passage", "passages") : null,
      pages ? plural(pages, "page", "pages") : null,
      sizeOf(bytes),
    ].filter(Boolean).join(" · ");
    const button = (action, words, sign) => el("button", {
      type: "button",
      class: `quiet icon-only row-${action}`,
      "aria-label": `${words} ${name}`,
      title: words,
      onclick: () => this.act(action, document),
    }, icon(sign));
    this.element.replaceChildren(
      el("div", { class: "row-words" },
        el("a", { class: "row-title", href: api.originalAddress(id, null, null), target: "_blank", rel: "noopener", text: title || name }),
        title && title !== name ? el("p", { class: "row-name", text: name }) : "",
        state.reason ? el("p", { class: "row-reason", text: state.reason }) : "",
        el("p", { class: "row-facts", text: facts })),
      el("span", { class: `state ${state.kind}`, text: state.words }),
      el("div", { class: "row-tools" },
        document.state === "failed" ? button("retry", "Try again:", "retry") : "",
        button("delete", "Delete", "trash")));
    this.element.querySelectorAll("a, button")[focused]?.focus();
  }
}
