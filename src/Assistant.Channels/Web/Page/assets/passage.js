import * as api from "./api.js";
import { placeOf } from "./answer.js";
import { announce, el, icon } from "./dom.js";

const narrow = matchMedia("(max-width: 60rem)");
const special = /[.*+?^${}()|[\]\\]/g;

/** Where the quotes stand in a text, as merged ranges; line breaks and blanks count as one. */
export function rangesOf(text, quotes) {
  const found = [];
  for (const quote of quotes) {
    const words = quote.split(/\s+/).filter(Boolean).map((word) => word.replace(special, "\\$&"));
    const match = words.length > 0 ? new RegExp(words.join("\\s+")).exec(text) : null;
    if (match) {
      found.push([match.index, match.index + match[0].length]);
    }
  }
  found.sort((left, right) => left[0] - right[0]);
  return found.reduce((merged, range) => {
    const last = merged.at(-1);
    if (last && range[0] <= last[1]) {
      last[1] = Math.max(last[1], range[1]);
    } else {
      merged.push(range);
    }
    return merged;
  }, []);
}

/** The passage behind a citation: beside the answer on wide screens, a sheet over it on narrow ones. */
export class PassagePanel {
  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("close", () => this.closed());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog && dialog.matches(":modal")) {
        this.close();
      }
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Opens a cited passage. Focus comes back to the opener when the panel closes. */
  async open({ number, passage, quotes }, opener) {
    this.opener = opener;
    this.source = { number, passage, quotes };
    if (!this.dialog.open) {
      this.dialog.replaceChildren();
      if (narrow.matches) {
        this.dialog.showModal();
      } else {
        this.dialog.show();
      }
      document.body.classList.add("with-panel");
    }
    await this.load(passage);
  }

  close() {
    if (this.dialog.open) {
      this.dialog.close();
    }
  }

  closed() {
    document.body.classList.remove("with-panel");
    this.loading?.abort();
    if (this.opener?.isConnected) {
      this.opener.focus({ preventScroll: true });
    }
    this.opener = null;
  }

  async load(id) {
    this.loading?.abort();
    const loading = this.loading = new AbortController();
    let found;
    try {
      found = await api.passage(id, loading.signal);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.show(el("div", { class: "panel-body" }, el("p", { class: "fault", text: api.wordsOf(error) })), null, "Source");
      }
      return;
    }
    this.showPassage(found);
  }

  showPassage({ passage, previous, next, of, media_type: mediaType }) {
    const cited = passage.id === this.source.passage;
    const place = placeOf(passage);
    const pdf = mediaType === "application/pdf";
    const text = el("div", { class: "passage-text", lang: passage.language === "und" ? null : passage.language });
    let end = 0;
    for (const [from, to] of cited ? rangesOf(passage.text, this.source.quotes) : []) {
      text.append(passage.text.slice(end, from), el("mark", { text: passage.text.slice(from, to) }));
      end = to;
    }
    text.append(passage.text.slice(end));

    const body = el("div", { class: "panel-body", tabindex: "0", role: "group", "aria-label": "Passage" },
      el("p", { class: "panel-title", text: passage.title }),
      passage.section ? el("p", { class: "panel-section", text: passage.heading_path.join(" › ") }) : null,
      el("p", { class: "panel-place" },
        el("span", { text: passage.document }),
        passage.page ? el("span", { text: `Page ${passage.page}` }) : null,
        el("span", { text: passage.collection })),
      text,
      el("a", {
        class: "original",
        href: api.originalAddress(passage.document_id, mediaType, passage.page),
        target: "_blank",
        rel: "noopener",
      }, icon("open"), el("span", { text: pdf && passage.page ? `Open the original at page ${passage.page}` : "Open the original" })));
    const step = (id, name, words) => el("button", {
      type: "button",
      class: "quiet",
      disabled: id === null,
      onclick: () => this.load(id),
    }, name === "previous" ? icon(name) : null, el("span", { text: words }), name === "next" ? icon(name) : null);
    const foot = el("div", { class: "panel-foot" },
      step(previous, "previous", "Previous"),
      el("span", { class: "panel-count", text: `Passage ${passage.ordinal + 1} of ${of}` }),
      step(next, "next", "Next"));

    const kind = cited && this.source.number ? `Source ${this.source.number}` : "Passage";
    this.show(body, foot, kind, [passage.title, passage.page ? `page ${passage.page}` : passage.section].filter(Boolean).join(" · "));
    announce(`${passage.title}${place ? ", " + place : ""}. Passage ${passage.ordinal + 1} of ${of}.`);
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  show(body, foot, title, place = "") {
    // The button that was pressed is replaced by its successor; focus goes on with it.
    const pressed = [...this.dialog.querySelectorAll(".panel-foot button")].indexOf(document.activeElement);
    const close = el("button", { type: "button", class: "quiet icon-only", "aria-label": "Close the passage", onclick: () => this.close() }, icon("close"));
    this.dialog.replaceChildren(...[
      // The mark may stand far down: where it is said must not scroll away.
      el("div", { class: "panel-head" },
        el("div", {}, el("h2", { id: "panel-title", text: title }), place ? el("p", { class: "panel-of", text: place, title: place }) : null),
        close),
      body,
      foot,
    ].filter(Boolean));
    const again = this.dialog.querySelectorAll(".panel-foot button")[pressed];
    (again && !again.disabled ? again : close).focus({ preventScroll: true });
  }
}
