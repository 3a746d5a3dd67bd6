/**
 * The user's text scale, at least 1, from the font size of the page's root; the equivalent of `--_px` in styles. Sizes
 * in CSS pixels that depend on text are multiplied by it.
 */
export const textScale = (): number => Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)
