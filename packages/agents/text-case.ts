/** Capitalizes the first letter of each word and converts all other letters to lower case. */
export const toTitleCase = (text: string): string =>
  text.toLowerCase().replace(/(?<!\p{L}|\p{L}['’])\p{L}/gu, (letter) => letter.toUpperCase())
