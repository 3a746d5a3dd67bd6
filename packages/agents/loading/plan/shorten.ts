const maxLength = 40

/** Shortens a cell's text for a message. */
export const shorten = (text: string): string => (text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text)
