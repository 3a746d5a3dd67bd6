/**
 * Returns at most the first `maxCharacters` of a cell's text, for display: browsers take seconds and much memory to lay
 * out megabytes.
 */
export const shortenText = (text: string, maxCharacters = 10_000): string =>
  text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text
