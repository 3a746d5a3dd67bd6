/** The Levenshtein distance of two texts; `max + 1` if it is greater than `max`. */
function distance(left: string, right: string, max: number): number {
  if (Math.abs(left.length - right.length) > max) return max + 1
  let before = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1]
      current[column] = Math.min(before[column]! + 1, current[column - 1]! + 1, before[column - 1]! + (isSame ? 0 : 1))
    }
    before = current
  }
  return before[right.length]!
}

/** Finds the name that was probably meant: it differs only in case, or in at most a third of its letters. @internal */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const target = wanted.slice(0, 100).toLowerCase()
  const max = Math.max(1, Math.floor(target.length / 3))
  let nearest: { name: string; away: number } | undefined
  for (const name of names.slice(0, 4000)) {
    const away = distance(target, name.slice(0, 100).toLowerCase(), max)
    if (away <= max && away < (nearest?.away ?? Infinity)) nearest = { name, away }
  }
  return nearest?.name
}
