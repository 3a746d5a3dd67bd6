/** Returns the Levenshtein distance between two strings. May return `max + 1` if it is greater than `max`. */
function computeEditDistance(left: string, right: string, max: number): number {
  if (Math.abs(left.length - right.length) > max) return max + 1
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1]
      current[column] = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (isSame ? 0 : 1),
      )
    }
    previous = current
  }
  return previous[right.length]!
}

/**
 * Finds the name that was probably intended: the most similar one, ignoring case, with at most a third of the letters
 * changed.
 *
 * @internal
 */
export function findNearestName(requested: string, names: readonly string[]): string | undefined {
  const target = requested.slice(0, 100).toLowerCase()
  const max = Math.max(1, Math.floor(target.length / 3))
  let nearest: { name: string; edits: number } | undefined
  for (const name of names.slice(0, 4000)) {
    const edits = computeEditDistance(target, name.slice(0, 100).toLowerCase(), max)
    if (edits <= max && edits < (nearest?.edits ?? Infinity)) nearest = { name, edits }
  }
  return nearest?.name
}
