/**
 * The edit distance of two texts with swaps of adjacent characters: optimal string alignment, the restricted distance
 * of F. J. Damerau ("A technique for computer detection and correction of spelling errors", 1964).
 *
 * @returns `Infinity` if the distance is greater than `maxDistance`.
 */
export function editDistance(a: string, b: string, maxDistance: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > maxDistance) return Infinity
  let previous: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let rowMin = row
    for (let at = 1; at <= b.length; at++) {
      const isSame = a[row - 1] === b[at - 1]
      let cost = Math.min(last[at]! + 1, current[at - 1]! + 1, last[at - 1]! + (isSame ? 0 : 1))
      if (row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1])
        cost = Math.min(cost, previous[at - 2]! + 1)
      current.push(cost)
      if (cost < rowMin) rowMin = cost
    }
    if (rowMin > maxDistance) return Infinity
    previous = last
    last = current
  }
  const distance = last[b.length]!
  return distance > maxDistance ? Infinity : distance
}
