// Elements are only ever built from text and named properties, never from markup: what documents say cannot become part of the page.

/** Makes an element. Properties starting with "on" are listeners, `data` is the dataset, null children are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (name === "text") {
      element.textContent = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

const shapes = {
  send: ["M12 19V5", "M5.5 11.5 12 5l6.5 6.5"],
  stop: ["M7 7h10v10H7z"],
  plus: ["M12 5v14", "M5 12h14"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3l1.8 1.8M16.9 16.9l1.8 1.8M18.7 5.3l-1.8 1.8M7.1 16.9l-1.8 1.8"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"],
  copy: ["M9 9h11v11H9z", "M15 9V4H4v11h5"],
  check: ["M5 12.5 10 17.5 19.5 7"],
  previous: ["M14.5 5.5 8 12l6.5 6.5"],
  next: ["M9.5 5.5 16 12l-6.5 6.5"],
  open: ["M13 4h7v7", "M20 4l-9 9", "M18 14v6H4V6h6"],
  trash: ["M4 7h16", "M9 7V4h6v3", "M6.5 7l1 13h9l1-13"],
  retry: ["M20 12a8 8 0 1 1-2.5-5.8", "M20 3v4.5h-4.5"],
  upload: ["M12 16V4", "M6.5 9.5 12 4l5.5 5.5", "M4 20h16"],
  document: ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
  info: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 11v5.5", "M12 7.5v.6"],
};

/** A drawn sign; always beside or instead of words that say the same. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of shapes[name]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

let pending = 0;

/** Says something to people who listen to the page instead of looking at it. */
export function announce(text) {
  const announcer = byId("announcer");
  announcer.textContent = "";
  clearTimeout(pending);
  // The same words twice are only spoken twice when the region was empty in between.
  pending = setTimeout(() => { announcer.textContent = text; }, 60);
}

export const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
