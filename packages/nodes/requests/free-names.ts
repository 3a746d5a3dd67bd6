/** Column names that are unique regardless of case: "id", "id_2". An empty name becomes "column_3". */
export function freeNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, index) => {
    const wanted = name === '' ? `column_${index + 1}` : name
    let free = wanted
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${wanted}_${count}`
    taken.add(free.toLowerCase())
    return free
  })
}
