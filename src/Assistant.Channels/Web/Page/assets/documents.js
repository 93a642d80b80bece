import * as api from "./api.js";
import { announce, byId, el, icon, plural } from "./dom.js";
import { DocumentRow } from "./document-row.js";
import { Uploads } from "./uploads.js";

// More rows than anybody reads at once; the rest comes on demand.
const pageSize = 300;

/** What is known of each document, and the way to add and remove them. */
export class DocumentsView {
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    this.rows = new Map();
    this.limit = pageSize;
    this.documents = [];
    this.name = el("input", { type: "search", id: "document-name", placeholder: "Filter by name", oninput: () => this.filtered() });
    this.collection = el("select", { id: "document-collection", onchange: () => this.filtered() });
    this.state = el("select", { id: "document-state", onchange: () => this.filtered() },
      ...[["", "All states"], ["failed", "Failed"], ["taken", "Not failed"]].map(([value, text]) => el("option", { value, text })));
    this.into = el("input", { id: "upload-collection", list: "known-collections", value: "default", maxlength: "128", required: true });
    this.known = el("datalist", { id: "known-collections" });
    this.files = el("input", { type: "file", id: "upload-files", class: "hidden", multiple: true, onchange: () => this.chosen() });
    this.count = el("p", { class: "count", role: "status" });
    this.fault = el("p", { class: "fault", role: "alert", hidden: true });
    this.list = el("ul", { class: "rows", "aria-label": "Documents" });
    this.more = el("button", { type: "button", class: "quiet more", hidden: true, onclick: () => { this.limit += pageSize; this.show(); } });
    this.fresh = [];
    this.uploads = new Uploads((ids) => {
      this.fresh.unshift(...ids);
      return this.refresh();
    });
    this.confirm = el("dialog", { class: "confirm", "aria-labelledby": "confirm-title" });
    element.append(this.layout(), this.confirm);
    this.acceptDrops();
  }

  layout() {
    return el("div", { class: "scroll" }, el("div", { class: "column wide" },
      el("div", { class: "documents-head" }, el("h1", { id: "documents-title", text: "Documents" }), this.count),
      el("div", { class: "add" },
        el("p", { class: "add-words" }, icon("upload"), el("span", { text: "Drop files here, or choose them" })),
        el("label", { for: "upload-collection" }, el("span", { text: "Collection" }), this.into),
        this.known,
        this.files,
        el("button", { type: "button", class: "primary", id: "upload-button", onclick: () => this.files.click() }, "Choose files")),
      this.uploads.element,
      el("div", { class: "filters" },
        el("label", { class: "grow" }, el("span", { class: "hidden", text: "Filter by name" }), this.name),
        el("label", {}, el("span", { class: "hidden", text: "Show collection" }), this.collection),
        el("label", {}, el("span", { class: "hidden", text: "Show state" }), this.state)),
      this.fault,
      this.list,
      this.more));
  }

  enter() {
    this.visible = true;
    this.refresh();
  }

  leave() {
    this.visible = false;
    clearTimeout(this.again);
  }

  async refresh() {
    clearTimeout(this.again);
    const turn = this.turn = (this.turn ?? 0) + 1;
    try {
      const documents = await api.documents();
      if (turn !== this.turn) {
        return;
      }
      this.documents = documents;
      this.say(null);
    } catch (error) {
      this.say(api.wordsOf(error));
    }
    this.show();
    if (this.visible) {
      const busy = this.documents.some(({ state, vectors }) => state === "queued" || state === "processing" || (state === "ready" && vectors === "pending"));
      this.again = setTimeout(() => this.refresh(), busy ? 1500 : 15000);
    }
  }

  say(words) {
    this.fault.textContent = words ?? "";
    this.fault.hidden = !words;
  }

  filtered() {
    this.limit = pageSize;
    this.show();
  }

  show() {
    this.showCollections();
    const name = this.name.value.trim().toLowerCase();
    const collection = this.collection.value;
    const state = this.state.value;
    const matching = this.documents.filter((document) =>
      (!collection || document.collection === collection)
      && (!state || (state === "failed" ? document.state === "failed" : document.state !== "failed"))
      && (!name || document.name.toLowerCase().includes(name) || document.title.toLowerCase().includes(name)));
    // What somebody has just handed in is what they look for.
    const freshness = ({ id }) => (this.fresh.includes(id) ? this.fresh.indexOf(id) : this.fresh.length);
    matching.sort((one, other) => freshness(one) - freshness(other));
    const shown = matching.slice(0, this.limit);

    // Rows are kept by id, so that a refresh takes neither focus nor place from anybody.
    const wanted = new Set(shown.map(({ id }) => id));
    for (const [id, row] of this.rows) {
      if (!wanted.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
    shown.forEach((document, index) => {
      let row = this.rows.get(document.id);
      if (!row) {
        row = new DocumentRow((action, target) => this.act(action, target));
        this.rows.set(document.id, row);
      }
      row.show(document);
      if (this.list.children[index] !== row.element) {
        this.list.insertBefore(row.element, this.list.children[index] ?? null);
      }
    });
    this.more.hidden = matching.length <= shown.length;
    this.more.textContent = `Show more (${matching.length - shown.length})`;
    const words = this.summary(matching.length);
    if (this.count.textContent !== words) {
      this.count.textContent = words;
    }
  }

  summary(matching) {
    const total = this.documents.length;
    if (total === 0) {
      return "No documents yet.";
    }
    const waiting = this.documents.filter(({ state }) => state === "queued" || state === "processing").length;
    const failed = this.documents.filter(({ state }) => state === "failed").length;
    return [
      matching === total ? plural(total, "document", "documents") : `${matching.toLocaleString("en")} of ${plural(total, "document", "documents")}`,
      waiting > 0 ? `${waiting.toLocaleString("en")} being read` : "",
      failed > 0 ? `${failed.toLocaleString("en")} failed` : "",
    ].filter(Boolean).join(" · ");
  }

  showCollections() {
    const names = [...new Set(this.documents.map(({ collection }) => collection))].sort();
    const key = JSON.stringify(names);
    if (this.namesKey === key) {
      return;
    }
    this.namesKey = key;
    const chosen = this.collection.value;
    this.collection.replaceChildren(el("option", { value: "", text: "All collections" }), ...names.map((name) => el("option", { value: name, text: name })));
    this.collection.value = names.includes(chosen) ? chosen : "";
    this.known.replaceChildren(...names.map((name) => el("option", { value: name })));
    this.changed();
  }

  async act(action, target) {
    if (action === "delete" && !await this.confirmed(target)) {
      return;
    }
    const next = this.rows.get(target.id)?.element.nextElementSibling ?? null;
    try {
      await (action === "delete" ? api.deleteDocument(target.id) : api.retryDocument(target.id));
      announce(action === "delete" ? `${target.name} was deleted.` : `${target.name} is being read again.`);
    } catch (error) {
      await this.refresh();
      this.say(api.wordsOf(error));
      return;
    }
    await this.refresh();
    if (action === "delete") {
      (next?.querySelector(".row-delete") ?? byId("upload-button")).focus();
    }
  }

  confirmed({ name }) {
    const button = (words, value, kind) => el("button", { type: "button", class: kind, onclick: () => this.confirm.close(value) }, words);
    this.confirm.returnValue = "";
    this.confirm.replaceChildren(
      el("h2", { id: "confirm-title", text: "Delete this document?" }),
      el("p", {}, el("strong", { text: name }), " will no longer be found, and its original is removed. This cannot be undone."),
      el("div", { class: "confirm-foot" }, button("Keep it", "", "quiet"), button("Delete", "delete", "danger")));
    this.confirm.showModal();
    return new Promise((resolve) => {
      this.confirm.addEventListener("close", () => resolve(this.confirm.returnValue === "delete"), { once: true });
    });
  }

  chosen() {
    this.add([...this.files.files]);
    this.files.value = "";
  }

  add(files) {
    const collection = this.into.value.trim() || "default";
    announce(`Uploading ${plural(files.length, "file", "files")} to ${collection}.`);
    this.uploads.add(files, collection);
  }

  acceptDrops() {
    const marked = (on) => this.element.classList.toggle("dropping", on);
    this.element.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        marked(true);
      }
    });
    this.element.addEventListener("dragleave", (event) => {
      if (!this.element.contains(event.relatedTarget)) {
        marked(false);
      }
    });
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      marked(false);
      this.add([...event.dataTransfer.files]);
    });
  }
}
