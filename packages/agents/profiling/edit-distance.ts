/**
 * Computes the edit distance between two strings, in which swapping adjacent characters is a single edit. This is the
 * optimal string alignment distance, a restricted form of the distance by F. J. Damerau ("A technique for computer
 * detection and correction of spelling errors", 1964).
 *
 * @returns The distance, or `Infinity` if it exceeds `maxDistance`.
 */
export function computeEditDistance(a: string, b: string, maxDistance: number): number {
  if (Math.abs(a.length - b.length) > maxDistance) return Infinity
  // Equal characters at both ends cost nothing.
  let start = 0
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const width = endB - start
  let twoRowsBack: number[] = []
  let previousRow = Array.from({ length: width + 1 }, (_, index) => index)
  for (let row = 1; row <= endA - start; row++) {
    const currentRow = [row]
    let rowMin = row
    const code = a.charCodeAt(start + row - 1)
    for (let column = 1; column <= width; column++) {
      const isSame = code === b.charCodeAt(start + column - 1)
      let cost = Math.min(
        previousRow[column]! + 1,
        currentRow[column - 1]! + 1,
        previousRow[column - 1]! + (isSame ? 0 : 1),
      )
      if (
        row > 1 &&
        column > 1 &&
        code === b.charCodeAt(start + column - 2) &&
        a.charCodeAt(start + row - 2) === b.charCodeAt(start + column - 1)
      )
        cost = Math.min(cost, twoRowsBack[column - 2]! + 1)
      currentRow.push(cost)
      if (cost < rowMin) rowMin = cost
    }
    if (rowMin > maxDistance) return Infinity
    twoRowsBack = previousRow
    previousRow = currentRow
  }
  const distance = previousRow[width]!
  return distance > maxDistance ? Infinity : distance
}
