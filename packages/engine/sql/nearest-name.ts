/** Returns the Levenshtein distance between two strings. May return `maxDistance + 1` for any greater distance. */
function computeEditDistance(left: string, right: string, maxDistance: number): number {
  if (Math.abs(left.length - right.length) > maxDistance) return maxDistance + 1
  let previousRow = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const currentRow = [row]
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1]
      currentRow[column] = Math.min(
        previousRow[column]! + 1,
        currentRow[column - 1]! + 1,
        previousRow[column - 1]! + (isSame ? 0 : 1),
      )
    }
    previousRow = currentRow
  }
  return previousRow[right.length]!
}

/**
 * Finds the name that was probably intended: the most similar one, ignoring case, with at most a third of the letters
 * changed.
 *
 * @internal
 */
export function findNearestName(requestedName: string, names: readonly string[]): string | undefined {
  const target = requestedName.slice(0, 100).toLowerCase()
  const maxDistance = Math.max(1, Math.floor(target.length / 3))
  let nearestMatch: { name: string; edits: number } | undefined
  for (const name of names.slice(0, 4000)) {
    const edits = computeEditDistance(target, name.slice(0, 100).toLowerCase(), maxDistance)
    if (edits <= maxDistance && edits < (nearestMatch?.edits ?? Infinity)) nearestMatch = { name, edits }
  }
  return nearestMatch?.name
}
