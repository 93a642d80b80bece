import * as api from "./api.js";
import { announce, el, icon } from "./dom.js";

// Two at a time keep the connection busy; more would only share it.
const together = 2;

/** The files on their way to the server, each with how far it is. */
export class Uploads {
  constructor(arrived) {
    this.arrived = arrived;
    this.waiting = [];
    this.running = 0;
    this.element = el("ul", { class: "uploads", "aria-label": "Uploads" });
  }

  add(files, collection) {
    for (const file of files) {
      const bar = el("progress", { max: "1", value: "0", "aria-label": `Upload of ${file.name}` });
      const words = el("span", { class: "upload-state", text: "Waiting" });
      const row = el("li", { class: "upload" }, el("span", { class: "upload-name", text: file.name }), bar, words);
      this.element.append(row);
      this.waiting.push({ file, collection, row, bar, words });
    }
    this.start();
  }

  start() {
    while (this.running < together && this.waiting.length > 0) {
      this.running++;
      this.send(this.waiting.shift()).finally(() => {
        this.running--;
        this.start();
      });
    }
  }

  async send({ file, collection, row, bar, words }) {
    words.textContent = "Uploading";
    try {
      const { documents } = await api.upload(file, collection, (share) => {
        bar.value = share;
        words.textContent = share < 1 ? `${Math.floor(share * 100)} %` : "Storing";
      });
      row.remove();
      announce(`${file.name} was uploaded.`);
      await this.arrived(documents.map(({ id }) => id));
    } catch (error) {
      bar.remove();
      words.textContent = api.wordsOf(error);
      row.classList.add("refused");
      row.append(el("button", { type: "button", class: "quiet icon-only", "aria-label": `Dismiss ${file.name}`, onclick: () => row.remove() }, icon("close")));
      announce(`${file.name} was not taken in: ${words.textContent}`);
    }
  }
}
