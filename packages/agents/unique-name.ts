/**
 * Returns the preferred column name, with a numeric suffix if the name is already used. Names are case-insensitive.
 *
 * @param usedNames Names already used, in lower case. The new name is added.
 */
export function makeUniqueName(preferredName: string, usedNames: Set<string>): string {
  let candidate = preferredName
  for (let number = 2; usedNames.has(candidate.toLowerCase()); number++) candidate = `${preferredName}_${number}`
  usedNames.add(candidate.toLowerCase())
  return candidate
}

/** Collects the lowercase names of columns for use with `makeUniqueName`. */
export const collectNames = (columns: readonly { name: string }[]): Set<string> =>
  new Set(columns.map(({ name }) => name.toLowerCase()))
