/**
 * Finds an unused column name: the preferred one, or otherwise that name with a number as suffix. Column names are
 * case-insensitive.
 *
 * @param taken - Used names in lower case; the new name is added.
 */
export function freeName(wanted: string, taken: Set<string>): string {
  let free = wanted
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${wanted}_${number}`
  taken.add(free.toLowerCase())
  return free
}

/** The names of columns in lower case, for `freeName`. */
export const takenNames = (columns: readonly { name: string }[]): Set<string> =>
  new Set(columns.map(({ name }) => name.toLowerCase()))
