/**
 * Returns a unique column name, which is the preferred name, with a numeric suffix if it is already used. Names are
 * case-insensitive.
 *
 * @param usedNames Names already used, in lower case. The new name is added.
 */
export function makeUniqueName(preferred: string, usedNames: Set<string>): string {
  let candidate = preferred
  for (let number = 2; usedNames.has(candidate.toLowerCase()); number++) candidate = `${preferred}_${number}`
  usedNames.add(candidate.toLowerCase())
  return candidate
}

/** Collects the lowercase names of columns for use with `makeUniqueName`. */
export const collectNames = (columns: readonly { name: string }[]): Set<string> =>
  new Set(columns.map(({ name }) => name.toLowerCase()))
