/** A name that no column has (they count as equal whatever their case): the one wanted, else with a number behind it. `taken`, in small letters, has it from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let free = wanted
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${wanted}_${number}`
  taken.add(free.toLowerCase())
  return free
}

/** The names of columns, in small letters, as `freeName` reads them. */
export const takenNames = (columns: readonly { name: string }[]): Set<string> =>
  new Set(columns.map(({ name }) => name.toLowerCase()))
