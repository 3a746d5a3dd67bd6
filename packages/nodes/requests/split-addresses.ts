/** Splits a list of email addresses at commas and semicolons outside quotes. */
export const splitAddresses = (text: string): string[] =>
  (text.match(/(?:"(?:[^"\\]|\\[^])*"?|[^,;"])+/g) ?? []).map((entry) => entry.trim()).filter(Boolean)
