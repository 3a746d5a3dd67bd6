/** Returns the first 13 names. Messages list up to 12 of them, followed by an ellipsis if there are more. */
export const listFirstNames = (parts: readonly { name: string }[]): string[] =>
  parts.slice(0, 13).map(({ name }) => name)
