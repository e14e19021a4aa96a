const KEY = "playground-theme"

/**
 * Follows the system until the button is pressed; then the choice is kept for this browser.
 * @param {HTMLElement} button
 */
export function bindTheme(button) {
  const root = document.documentElement
  const kept = localStorage.getItem(KEY)
  if (kept === "light" || kept === "dark") root.dataset.theme = kept
  button.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
    const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark"
    root.dataset.theme = next
    localStorage.setItem(KEY, next)
  })
}
