/**
 * Returns the user's text scale, at least 1, from the root element's font size. It corresponds to `--_px` in styles.
 * Multiply sizes in CSS pixels that depend on the text size by it.
 */
export const getTextScale = (): number =>
  Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)
