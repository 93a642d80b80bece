import { el } from "./dom.js";

const marks = /\s*\[\s*(\d{1,4}(?:\s*,\s*\d{1,4})*)\s*\]/g;

/** The place of a citation in words: section and page. */
export function placeOf({ section, page }) {
  return [section, page ? `page ${page}` : ""].filter(Boolean).join(" · ");
}

/** The text of an answer with a numbered chip in the place of every mark. Grows as words come, and leaves finished paragraphs alone. */
export class AnswerText {
  constructor(openSource) {
    this.openSource = openSource;
    this.element = el("div", { class: "answer-text" });
    this.shown = [];
  }

  /** Shows the text as it is now. While it is being written a mark cut in half is held back. */
  show(text, citations, whole) {
    const ready = whole ? text : text.replace(/\s*\[[\d,\s]*$/, "");
    const paragraphs = ready.split(/\n{2,}/).filter((paragraph) => paragraph.trim());
    paragraphs.forEach((paragraph, index) => {
      const key = paragraph + "\u0000" + citations.map(({ number }) => number) + whole;
      if (this.shown[index]?.key === key) {
        return;
      }
      const element = el("p", {}, ...this.pieces(paragraph, citations));
      if (this.shown[index]) {
        this.replace(this.shown[index].element, element);
      } else {
        this.element.append(element);
      }
      this.shown[index] = { key, element };
    });
    this.shown.splice(paragraphs.length).forEach(({ element }) => element.remove());
  }

  replace(old, fresh) {
    const chips = [...old.querySelectorAll(".chip")];
    const focused = chips.indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (focused >= 0) {
      fresh.querySelectorAll(".chip")[focused]?.focus({ preventScroll: true });
    }
  }

  pieces(text, citations) {
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(marks)) {
      const known = match[1].split(",").map((number) => citations.find((citation) => citation.number === Number(number)));
      if (!known.every(Boolean)) {
        continue;
      }
      // A chip stays on the line of the word that it belongs to; a word joiner does not hold a button there.
      const before = text.slice(end, match.index);
      const word = /\S{0,40}$/.exec(before)[0];
      pieces.push(before.slice(0, before.length - word.length), el("span", { class: "cited" }, word, ...known.map((citation) => this.chip(citation))));
      end = match.index + match[0].length;
    }
    pieces.push(text.slice(end));
    return pieces;
  }

  chip(citation) {
    const place = placeOf(citation);
    return el("button", {
      type: "button",
      class: "chip",
      text: String(citation.number),
      title: place ? `${citation.title} – ${place}` : citation.title,
      "aria-label": `Source ${citation.number}: ${citation.title}${place ? ", " + place : ""}`,
      onclick: (event) => this.openSource(citation.number, event.currentTarget),
    });
  }
}
