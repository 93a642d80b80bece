const root = "/api/v1";

/** A failure whose message is fit to be shown. */
export class ApiFault extends Error {
  constructor(code, message, hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  get words() {
    return this.hint ? `${this.message} ${this.hint}` : this.message;
  }
}

const unreachable = () => new ApiFault("unreachable", "The assistant cannot be reached.", "Is it still running? Try again in a moment.");

/** The failure that a response tells of. */
export function faultOf(status, text) {
  try {
    const { error } = JSON.parse(text);
    return new ApiFault(error.code, error.message, error.hint);
  } catch {
    return new ApiFault("http_" + status, `The server answered with status ${status}.`, null);
  }
}

/** The words for whatever went wrong. */
export const wordsOf = (error) => (error instanceof ApiFault ? error.words : unreachable().words);

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(root + path, { ...options, headers: { Accept: "application/json", ...options.headers } });
  } catch (error) {
    throw error.name === "AbortError" ? error : unreachable();
  }
  if (!response.ok) {
    throw faultOf(response.status, await response.text());
  }
  return response;
}

const json = async (path, options) => (await request(path, options)).json();
const part = encodeURIComponent;

export const status = () => json("/status");
export const collections = async () => (await json("/collections")).collections;
export const documents = async (signal) => (await json("/documents", { signal })).documents;
export const retryDocument = (id) => json(`/documents/${part(id)}/retry`, { method: "POST" });
export const deleteDocument = (id) => request(`/documents/${part(id)}`, { method: "DELETE" });
export const passage = (id, signal) => json(`/passages/${part(id)}`, { signal });

/** Where the original of a document is, at the page where that makes sense. */
export function originalAddress(documentId, mediaType, page) {
  const at = mediaType === "application/pdf" && page ? `#page=${page}` : "";
  return `${root}/documents/${part(documentId)}/original${at}`;
}

/** Asks, and gives the events of the answer as they come. */
export async function* ask(question, signal) {
  const response = await request("/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(question),
    signal,
  });
  try {
    yield* events(response.body);
  } catch (error) {
    throw error.name === "AbortError" ? error : unreachable();
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const frames = (rest + value).split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      const lines = frame.split("\n");
      const field = (name) => lines.find((line) => line.startsWith(name))?.slice(name.length);
      const name = field("event: ");
      if (name) {
        yield { name, data: JSON.parse(field("data: ")) };
      }
    }
  }
}

/** Uploads one file; `progress` hears a share between 0 and 1. Fetch cannot tell how far an upload is, so this is the older way. */
export function upload(file, collection, progress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", file, file.name);
    const sender = new XMLHttpRequest();
    sender.open("POST", `${root}/documents?collection=${part(collection)}`);
    sender.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    sender.addEventListener("load", () => (sender.status === 202
      ? resolve(JSON.parse(sender.responseText))
      : reject(faultOf(sender.status, sender.responseText))));
    sender.addEventListener("error", () => reject(unreachable()));
    sender.send(form);
  });
}
