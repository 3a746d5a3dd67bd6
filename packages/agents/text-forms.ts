/** Capitalizes the first letter of each word. */
export const toTitleCase = (text: string): string =>
  text.toLowerCase().replace(/(?<!\p{L}|\p{L}['’])\p{L}/gu, (letter) => letter.toUpperCase())

/** The English names of the months, in lower case. */
export const months: readonly string[] =
  'january february march april may june july august september october november december'.split(' ')

/** Returns the number of a month (1 to 12) from its English name or the start of the name; 0 for other strings. */
export const findMonth = (text: string, isComplete = false): number =>
  text.length < 3
    ? 0
    : months.findIndex((month) => (isComplete ? month === text.toLowerCase() : month.startsWith(text.toLowerCase()))) +
      1
