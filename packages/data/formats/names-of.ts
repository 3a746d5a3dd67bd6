/** The first few of many names, for a message. */
export const namesOf = (parts: readonly { name: string }[]): string =>
  parts.length === 0
    ? 'none'
    : parts
        .slice(0, 5)
        .map(({ name }) => `\`${name}\``)
        .join(', ') + (parts.length > 5 ? ` and ${parts.length - 5} more` : '')
