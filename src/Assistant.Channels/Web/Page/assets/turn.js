import { AnswerText, placeOf } from "./answer.js";
import { el, icon, plural } from "./dom.js";

const steps = { searching: "Searching your documents", reading: "Reading the sources", writing: "Writing", more: "More is to come" };

const endings = {
  grounded: "Checked against the sources",
  extracted: "Quoted from your documents",
  not_found: "Not found in your documents",
  acted: "Done",
  declined: "Declined",
  failed: "The answer failed",
  stopped: "Stopped",
};

/** One question and its answer. */
export class Turn {
  constructor(question, panel, again) {
    this.question = question;
    this.panel = panel;
    this.again = again;
    this.words = "";
    this.citations = [];
    this.text = new AnswerText((number, opener) => this.openSource(number, opener));
    this.progress = el("p", { class: "progress" }, el("span", { text: steps.searching }), el("span", { class: "dots", "aria-hidden": "true" }));
    this.reply = el("div", { class: "reply", "aria-busy": "true" }, this.text.element, this.progress);
    this.element = el("article", { class: "turn" },
      el("h2", { class: "asked" }, el("span", { class: "hidden", text: "You asked: " }), question),
      this.reply);
  }

  /** Takes the next event of the stream. */
  take({ name, data }) {
    if (name === "step") {
      this.progress.firstChild.textContent = steps[data.step] ?? steps.searching;
    } else if (name === "words") {
      this.words += data.text;
      this.progress.firstChild.textContent = steps.more;
      this.text.show(this.words, this.citations, false);
    } else if (name === "citation") {
      this.citations.push(data);
      this.text.show(this.words, this.citations, false);
    } else if (name === "finished") {
      this.finish(data);
    }
  }

  /** Shows the whole answer. */
  finish(answer) {
    this.answer = answer;
    this.words = answer.answer;
    this.citations = answer.citations;
    this.end(answer.ending, answer.reason);
  }

  stopped() {
    this.end("stopped", null);
  }

  failed(reason) {
    this.end("failed", reason);
  }

  /** A stream that breaks off without its ending was cut on the way. */
  assertFinished() {
    if (!this.ending) {
      this.failed("The connection was cut before the answer was whole.");
    }
  }

  /** The answer for people who listen, in one go. */
  get spoken() {
    const sources = this.sources().length;
    return [endings[this.ending] + ".", this.reason, this.words.replace(/\s*\[[\d,\s]+\]/g, ""), sources > 0 ? plural(sources, "source", "sources") + "." : ""]
      .filter(Boolean).join(" ");
  }

  end(ending, reason) {
    this.ending = ending;
    this.reason = reason;
    this.text.show(this.words, this.citations, true);
    this.progress.remove();
    this.reply.removeAttribute("aria-busy");
    this.reply.append(...[
      reason ? el("p", { class: "fault", text: reason }) : null,
      this.sourceList(),
      this.foot(),
    ].filter(Boolean));
  }

  /** One entry a number, with every sentence that was quoted of it. */
  sources() {
    const byNumber = new Map();
    for (const citation of this.citations) {
      const known = byNumber.get(citation.number) ?? { ...citation, quotes: [] };
      known.quotes.push(citation.quote);
      byNumber.set(citation.number, known);
    }
    return [...byNumber.values()].sort((left, right) => left.number - right.number);
  }

  openSource(number, opener) {
    const { passage, quotes } = this.sources().find((source) => source.number === number);
    this.panel.open({ number, passage, quotes }, opener);
  }

  sourceList() {
    const sources = this.sources();
    if (sources.length === 0) {
      return null;
    }
    return el("section", { class: "sources", "aria-label": "Sources" },
      el("h3", { text: "Sources" }),
      el("ol", {}, ...sources.map((source) => el("li", {},
        el("button", { type: "button", class: "source", onclick: (event) => this.openSource(source.number, event.currentTarget) },
          el("span", { class: "source-number", text: String(source.number) }),
          el("span", { class: "source-words" },
            el("span", { class: "source-title", text: source.title }),
            el("span", { class: "source-place", text: placeOf(source) || source.document })))))));
  }

  foot() {
    const answer = this.answer;
    const written = answer && answer.model !== "extractive" && ["grounded", "acted"].includes(this.ending);
    const dropped = answer?.dropped ?? 0;
    return el("div", { class: "foot" },
      el("span", { class: `ending ${this.ending}` }, this.ending === "grounded" || this.ending === "extracted" ? icon("check") : null, endings[this.ending] ?? this.ending),
      written ? el("span", { text: answer.model }) : null,
      this.unread > 0 ? el("span", { text: `${plural(this.unread, "document was", "documents were")} not read yet: ask again soon` }) : null,
      dropped > 0 ? el("span", { text: `${plural(dropped, "unsupported sentence", "unsupported sentences")} left out` }) : null,
      el("span", { class: "foot-tools" },
        ["failed", "stopped"].includes(this.ending) ? el("button", { type: "button", class: "quiet", onclick: this.again }, icon("retry"), el("span", { text: "Ask again" })) : null,
        this.words ? this.copyButton() : null));
  }

  copyButton() {
    const words = el("span", { text: "Copy" });
    const button = el("button", {
      type: "button",
      class: "quiet",
      "aria-label": "Copy the answer",
      onclick: async () => {
        const sources = this.sources().map((source) => `[${source.number}] ${[source.title, placeOf(source), source.document].filter(Boolean).join(", ")}`);
        try {
          await navigator.clipboard.writeText([this.words, ...sources].join("\n"));
          words.textContent = "Copied";
        } catch {
          words.textContent = "Not allowed here";
        }
        setTimeout(() => { words.textContent = "Copy"; }, 2000);
      },
    }, icon("copy"), words);
    return button;
  }
}
