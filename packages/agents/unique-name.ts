/**
 * Makes a column name unique: returns the preferred name, or that name with a numeric suffix if it is used. Names are
 * case-insensitive.
 *
 * @param usedNames - Used names in lower case; the new name is added.
 */
export function makeUniqueName(preferred: string, usedNames: Set<string>): string {
  let candidate = preferred
  for (let number = 2; usedNames.has(candidate.toLowerCase()); number++) candidate = `${preferred}_${number}`
  usedNames.add(candidate.toLowerCase())
  return candidate
}

/** Collects the names of columns in lower case, for `makeUniqueName`. */
export const collectNames = (columns: readonly { name: string }[]): Set<string> =>
  new Set(columns.map(({ name }) => name.toLowerCase()))
