/**
 * Computes the edit distance between two strings, in which swapping adjacent characters is a single edit. This is the
 * optimal string alignment distance, a restricted form of the distance by F. J. Damerau ("A technique for computer
 * detection and correction of spelling errors", 1964).
 *
 * @returns The distance, or `Infinity` if it exceeds `maxDistance`.
 */
export function computeEditDistance(a: string, b: string, maxDistance: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > maxDistance) return Infinity
  let twoRowsBack: number[] = []
  let previousRow = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const currentRow = [row]
    let rowMin = row
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let cost = Math.min(
        previousRow[column]! + 1,
        currentRow[column - 1]! + 1,
        previousRow[column - 1]! + (isSame ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, twoRowsBack[column - 2]! + 1)
      currentRow.push(cost)
      if (cost < rowMin) rowMin = cost
    }
    if (rowMin > maxDistance) return Infinity
    twoRowsBack = previousRow
    previousRow = currentRow
  }
  const distance = previousRow[b.length]!
  return distance > maxDistance ? Infinity : distance
}
