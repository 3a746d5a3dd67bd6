const maxLength = 40

/** Truncates a cell's text to 40 characters for use in a message. */
export const shorten = (text: string): string => (text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text)
