/**
 * Makes column names unique, ignoring case. Duplicate names get a number, such as "id_2", and empty names become names
 * such as "column_3".
 */
export function makeNamesUnique(names: readonly string[]): string[] {
  const usedNames = new Set<string>()
  return names.map((name, index) => {
    const preferredName = name === '' ? `column_${index + 1}` : name
    let candidate = preferredName
    for (let count = 2; usedNames.has(candidate.toLowerCase()); count++) candidate = `${preferredName}_${count}`
    usedNames.add(candidate.toLowerCase())
    return candidate
  })
}
