/** The first names, for a message that lists up to twelve: one more ends its list with an ellipsis. */
export const namesOf = (parts: readonly { name: string }[]): string[] => parts.slice(0, 13).map(({ name }) => name)
