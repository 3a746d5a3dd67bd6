/**
 * How much larger than usual a person wants text, by the font size of the page's root: 1 and up, as `--_px` of the tokens
 * is for styles. What is measured in CSS pixels of text is multiplied by it.
 */
export const textScale = (): number => Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)
