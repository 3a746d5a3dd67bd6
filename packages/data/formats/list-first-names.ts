/** Returns the first names for a message that lists up to twelve; a thirteenth makes it end with an ellipsis. */
export const listFirstNames = (parts: readonly { name: string }[]): string[] =>
  parts.slice(0, 13).map(({ name }) => name)
