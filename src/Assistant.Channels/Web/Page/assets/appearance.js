import { icon } from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const current = () => document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");

/** The button that goes from light to dark and back; the choice is remembered in this browser. */
export function mountTheme(button) {
  const show = () => {
    const other = current() === "dark" ? "light" : "dark";
    button.replaceChildren(icon(other === "dark" ? "moon" : "sun"));
    button.setAttribute("aria-label", `Switch to ${other} colours`);
    button.title = `Switch to ${other} colours`;
  };
  button.addEventListener("click", () => {
    const chosen = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // Without storage the choice holds for this visit.
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}
