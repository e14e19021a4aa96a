import { byId } from "./composer.js"

const TOAST_MS = 4000

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/**
 * Says something that is not a message: for some seconds, or until it is closed.
 * @param {string} text
 * @param {boolean} asAlert
 */
export function announce(text, asAlert) {
  if (asAlert) {
    byId("alert-text", HTMLElement).textContent = text
    byId("alert", HTMLDialogElement).showModal()
    return
  }
  const toast = byId("toast", HTMLElement)
  toast.textContent = text
  toast.classList.add("shown")
  clearTimeout(timer)
  timer = setTimeout(() => toast.classList.remove("shown"), TOAST_MS)
}
