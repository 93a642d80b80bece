import { byId } from "./dom.js";
import { ChatView } from "./chat.js";
import { DocumentsView } from "./documents.js";
import { PassagePanel } from "./passage.js";
import { mountTheme } from "./appearance.js";
import { mountNotice } from "./notice.js";

const panel = new PassagePanel(byId("panel"));
const chat = new ChatView(panel);
const documents = new DocumentsView(byId("documents-view"), () => chat.refreshCollections());

function route(event) {
  const onDocuments = location.hash.startsWith("#/documents");
  if (event && location.hash && !location.hash.startsWith("#/")) {
    // The skip link's own anchor, not one of our views.
    return;
  }
  byId("ask-view").hidden = onDocuments;
  byId("documents-view").hidden = !onDocuments;
  byId("nav-ask").setAttribute("aria-current", onDocuments ? "false" : "page");
  byId("nav-documents").setAttribute("aria-current", onDocuments ? "page" : "false");
  document.title = onDocuments ? "Documents – Assistant" : "Assistant";
  panel.close();
  if (onDocuments) {
    chat.leave();
    documents.enter();
  } else {
    documents.leave();
    chat.enter();
  }
  if (event) {
    byId("main").focus({ preventScroll: true });
    if (!onDocuments) {
      chat.focus();
    }
  }
}

mountTheme(byId("theme-toggle"));
mountNotice(byId("notice"));
addEventListener("hashchange", route);
route();
