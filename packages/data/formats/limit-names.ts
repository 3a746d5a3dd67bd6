/** Returns at most 13 names: messages list up to 12 and end with an ellipsis if there are more. */
export const limitNames = (parts: readonly { name: string }[]): string[] => parts.slice(0, 13).map(({ name }) => name)
