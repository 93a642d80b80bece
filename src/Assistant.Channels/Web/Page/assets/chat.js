import * as api from "./api.js";
import { announce, byId, el, icon, plural } from "./dom.js";
import { Turn } from "./turn.js";

const memory = "conversation";
// Answered by the sample handbook that a new home comes with.
const handbook = "handbook";
const examples = [
  "Which password manager is recommended?",
  "Within what time must I report a suspected security incident?",
  "How long before my last day should I start the offboarding process?",
  "Can I earn credit hours on a compressed schedule?",
];

/** Questions and answers, and the place to write the next question. */
export class ChatView {
  constructor(panel) {
    this.panel = panel;
    this.turns = [];
    this.question = byId("question");
    this.picker = byId("collection");
    this.fault = byId("composer-fault");
    this.scroller = byId("scroll");
    this.newButton = byId("new-conversation");
    this.newButton.append(icon("plus"), el("span", { text: "New conversation" }));
    this.newButton.setAttribute("aria-label", "New conversation");
    this.newButton.addEventListener("click", () => this.startAnew());
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.asking) {
        this.stop();
      } else {
        this.send(this.question.value);
      }
    });
    this.question.addEventListener("keydown", (event) => this.pressed(event));
    this.question.addEventListener("input", () => this.grow());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) {
        if (this.panel.isOpen) {
          this.panel.close();
        } else {
          this.stop();
        }
      }
    });
    this.showButton();
    this.restore();
  }

  enter() {
    this.newButton.hidden = this.turns.length === 0;
    this.refreshCollections();
    if (!this.visited) {
      this.visited = true;
      this.focus();
      this.toEnd();
    }
  }

  leave() {
    this.newButton.hidden = true;
    clearTimeout(this.again);
  }

  focus() {
    // On a phone this would bring up the keyboard before anybody has read a word.
    if (matchMedia("(pointer: fine)").matches) {
      this.question.focus({ preventScroll: true });
    }
  }

  async refreshCollections() {
    clearTimeout(this.again);
    let collections;
    try {
      collections = await api.collections();
    } catch (error) {
      this.lost = true;
      this.say(api.wordsOf(error));
      return;
    }
    if (this.lost) {
      this.lost = false;
      this.say(null);
    }
    this.showPicker(collections);
    this.collections = collections;
    this.showEmpty(collections);
    // A new home reads its first documents while somebody is already looking, or asking.
    if (!byId("ask-view").hidden && collections.some(({ waiting }) => waiting > 0)) {
      this.again = setTimeout(() => this.refreshCollections(), 2000);
    }
  }

  // An open picker, and what it was set to, are left alone while the collections stay the same.
  showPicker(collections) {
    const names = collections.map(({ name }) => name);
    if (this.collections && names.join("\n") === this.collections.map(({ name }) => name).join("\n")) {
      return;
    }
    const chosen = this.picker.value;
    this.picker.replaceChildren(
      el("option", { value: "", text: "All collections" }),
      ...names.map((name) => el("option", { value: name, text: name })));
    this.picker.value = names.includes(chosen) ? chosen : "";
  }

  /** How many documents of what is asked are not read yet. */
  unread(collection) {
    return (this.collections ?? []).reduce((sum, { name, waiting }) => (collection && name !== collection ? sum : sum + waiting), 0);
  }

  showEmpty(collections) {
    const empty = byId("empty");
    empty.hidden = this.turns.length > 0;
    if (empty.hidden) {
      return;
    }
    const ready = collections.reduce((sum, { searchable }) => sum + searchable, 0);
    // What failed is not awaited: the documents page tells of it.
    const total = collections.reduce((sum, { waiting }) => sum + waiting, ready);
    const key = `${total} ${ready} ${collections.map(({ name }) => name)}`;
    if (this.emptyKey === key) {
      return;
    }
    this.emptyKey = key;
    const focused = [...empty.querySelectorAll(".example")].indexOf(document.activeElement);
    const words = total === 0
      ? "There are no documents yet. Add some, and ask about what they say."
      : `Every answer comes from ${total === 1 ? "your document" : `your ${total.toLocaleString("en")} documents`}, with the passages it rests on.`;
    const progress = ready < total ? el("p", { class: "empty-progress", text: `${ready.toLocaleString("en")} of ${plural(total, "document", "documents")} can be searched so far.` }) : null;
    const hasHandbook = collections.some(({ name, searchable }) => name === handbook && searchable > 0);
    empty.replaceChildren(...[
      el("h1", { text: "What would you like to know?" }),
      el("p", { text: words }),
      progress,
      total === 0 ? el("a", { class: "primary", href: "#/documents" }, icon("upload"), "Add documents") : null,
      hasHandbook ? el("ul", { class: "examples", "aria-label": "Examples" }, ...examples.map((text) => el("li", {},
        el("button", { type: "button", class: "example", text, onclick: () => this.send(text) })))) : null,
    ].filter(Boolean));
    empty.querySelectorAll(".example")[focused]?.focus();
  }

  pressed(event) {
    // While an input method composes, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!this.asking) {
        this.send(this.question.value);
      }
    }
  }

  grow() {
    this.say(null);
    this.question.style.height = "auto";
    this.question.style.height = `${this.question.scrollHeight}px`;
  }

  say(words) {
    this.fault.textContent = words ?? "";
    this.fault.hidden = !words;
  }

  async send(text) {
    if (this.asking || !text.trim()) {
      this.question.focus();
      return;
    }
    this.asking = new AbortController();
    this.conversation ??= crypto.randomUUID();
    const asked = { question: text.trim(), collection: this.picker.value || null, conversation: this.conversation };
    const turn = this.add(new Turn(asked.question, this.panel, () => this.send(asked.question)));
    turn.unread = this.unread(asked.collection);
    this.question.value = "";
    this.grow();
    this.showButton();
    this.toEnd();
    this.question.focus({ preventScroll: true });
    announce("Looking for an answer.");
    try {
      for await (const event of api.ask(asked, this.asking.signal)) {
        this.keepInView(() => turn.take(event));
      }
      turn.assertFinished();
    } catch (error) {
      if (error.code === "question_too_long") {
        this.takeBack(turn, error);
        return;
      }
      this.keepInView(() => (error.name === "AbortError" ? turn.stopped() : turn.failed(api.wordsOf(error))));
    } finally {
      this.asking = null;
      this.showButton();
      this.remember();
    }
    announce(turn.spoken);
  }

  stop() {
    this.asking?.abort();
  }

  /** A question that the server did not take goes back to where it was written, to be shortened there. */
  takeBack(turn, error) {
    this.turns.splice(this.turns.indexOf(turn), 1);
    turn.element.remove();
    this.newButton.hidden = this.turns.length === 0;
    this.question.value = turn.question;
    this.grow();
    this.say(api.wordsOf(error));
    byId("empty").hidden = this.turns.length > 0;
  }

  add(turn) {
    this.turns.push(turn);
    byId("turns").append(turn.element);
    byId("empty").hidden = true;
    this.newButton.hidden = byId("ask-view").hidden;
    return turn;
  }

  startAnew() {
    this.stop();
    this.panel.close();
    this.turns = [];
    this.conversation = null;
    this.emptyKey = null;
    byId("turns").replaceChildren();
    this.newButton.hidden = true;
    this.remember();
    this.refreshCollections();
    this.question.focus();
    announce("New conversation.");
  }

  showButton() {
    const busy = Boolean(this.asking);
    const button = byId("send");
    button.replaceChildren(icon(busy ? "stop" : "send"));
    button.setAttribute("aria-label", busy ? "Stop" : "Ask");
    button.title = busy ? "Stop (Esc)" : "Ask (Enter)";
    button.classList.toggle("stop", busy);
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Follows the growing answer only for somebody who is already at its end. */
  keepInView(change) {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < 80;
    change();
    if (atEnd) {
      this.toEnd();
    }
  }

  /** Keeps the conversation over a reload of this tab, and no longer. */
  remember() {
    try {
      const turns = this.turns.map(({ question, answer }) => ({ question, answer })).filter(({ answer }) => answer);
      sessionStorage.setItem(memory, JSON.stringify({ conversation: this.conversation ?? null, turns }));
    } catch {
      // Without storage, or when it is full, a reload starts anew.
    }
  }

  restore() {
    try {
      const { conversation, turns } = JSON.parse(sessionStorage.getItem(memory) ?? "{\"turns\":[]}");
      this.conversation = conversation ?? null;
      for (const { question, answer } of turns) {
        this.add(new Turn(question, this.panel, () => this.send(question))).finish(answer);
      }
    } catch {
      sessionStorage.removeItem(memory);
    }
  }
}
