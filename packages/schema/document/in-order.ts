/** The items of a list by key. If several have the same key, the first one is used. */
export function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>()
  for (const item of items) if (!found.has(keyOf(item))) found.set(keyOf(item), item)
  return found
}

/**
 * The minimal set of keys to move so that the shared keys of `from` and `to` are in the order of `to`: all but a
 * longest increasing subsequence (patience sorting, O(n log n)).
 */
export function outOfOrder(from: readonly string[], to: readonly string[]): Set<string> {
  const places = new Map(from.map((key, index) => [key, index]))
  const shared = to.filter((key) => places.has(key))
  const rank = (key: string): number => places.get(key) ?? 0
  const lasts: number[] = []
  const before: (number | undefined)[] = []
  for (const [index, key] of shared.entries()) {
    let low = 0
    let high = lasts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (rank(shared[lasts[middle]!]!) < rank(key)) low = middle + 1
      else high = middle
    }
    before.push(lasts[low - 1])
    lasts[low] = index
  }
  const moved = new Set(shared)
  for (let at = lasts.at(-1); at !== undefined; at = before[at]) moved.delete(shared[at]!)
  return moved
}
