// A classic script in the head, so that a remembered choice is there before the first paint.
(() => {
  const root = document.documentElement;
  const remembered = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };

  const choice = remembered();
  if (choice === "light" || choice === "dark") {
    root.dataset.theme = choice;
  }
})();
