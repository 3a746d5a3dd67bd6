/** How many letters two texts differ in (Levenshtein), case aside; more than `most` is `most + 1`. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      current[column] = Math.min(before[column]! + 1, current[column - 1]! + 1, before[column - 1]! + (isSame ? 0 : 1))
    }
    before = current
  }
  return before[other.length]!
}

/** The name that was probably meant: differs in case only, or in at most a third of its letters. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const asked = wanted.slice(0, 100).toLowerCase()
  const most = Math.max(1, Math.floor(asked.length / 3))
  let nearest: { name: string; away: number } | undefined
  for (const name of names.slice(0, 4000)) {
    const away = distance(asked, name.slice(0, 100).toLowerCase(), most)
    if (away <= most && away < (nearest?.away ?? Infinity)) nearest = { name, away }
  }
  return nearest?.name
}
