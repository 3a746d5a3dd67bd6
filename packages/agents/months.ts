/** The English names of the months, in lower case. */
export const months: readonly string[] =
  'january february march april may june july august september october november december'.split(' ')

/**
 * Returns the number (1 to 12) of a month from its English name, or 0 for other strings. Unless `requiresFullName` is
 * true, the first three or more letters of the name are sufficient.
 */
export const findMonthNumber = (text: string, requiresFullName = false): number =>
  text.length < 3
    ? 0
    : months.findIndex((month) =>
        requiresFullName ? month === text.toLowerCase() : month.startsWith(text.toLowerCase()),
      ) + 1
