/**
 * How many letters must be put in, taken out, replaced or swapped with their neighbour to make one text of the other
 * (optimal string alignment); `Infinity` where that is more than `most`.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (one === other) return 0
  if (Math.abs(one.length - other.length) > most) return Infinity
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const now = [row]
    let least = row
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1]
      let cost = Math.min(last[at]! + 1, now[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1))
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        cost = Math.min(cost, before[at - 2]! + 1)
      now.push(cost)
      if (cost < least) least = cost
    }
    if (least > most) return Infinity
    before = last
    last = now
  }
  const distance = last[other.length]!
  return distance > most ? Infinity : distance
}
