/** The first names, for a message that lists up to twelve; the thirteenth makes it end with an ellipsis. */
export const namesOf = (parts: readonly { name: string }[]): string[] => parts.slice(0, 13).map(({ name }) => name)
