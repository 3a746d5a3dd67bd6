/**
 * Returns the user's text scale, based on the root element's font size; at least 1. It corresponds to `--_px` in
 * styles. Multiply sizes in CSS pixels by it if they depend on the text size.
 */
export const getTextScale = (): number =>
  Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)
