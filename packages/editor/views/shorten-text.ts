/**
 * Truncates a cell's text for display. Laying out megabytes of text takes browsers seconds and a lot of memory.
 */
export const shortenText = (text: string, maxCharacters = 10_000): string =>
  text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text
