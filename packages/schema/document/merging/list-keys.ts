/** Indexes the items of a list by key. If several items have the same key, the first item is used. */
export function indexByKey<T>(items: readonly T[], getKey: (item: T) => string): Map<string, T> {
  const result = new Map<string, T>()
  for (const item of items) if (!result.has(getKey(item))) result.set(getKey(item), item)
  return result
}

/**
 * Returns a minimal set of keys to move so that the keys that both lists share are in the order of `targetKeys`. These
 * are all keys outside the longest increasing subsequence (patience sorting, O(n log n)).
 *
 * @internal
 */
export function findMovedKeys(currentKeys: readonly string[], targetKeys: readonly string[]): Set<string> {
  const positions = new Map(currentKeys.map((key, index) => [key, index]))
  const sharedKeys = targetKeys.filter((key) => positions.has(key))
  const getPosition = (key: string): number => positions.get(key) ?? 0
  const tails: number[] = []
  const predecessors: (number | undefined)[] = []
  for (const [index, key] of sharedKeys.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (getPosition(sharedKeys[tails[middle]!]!) < getPosition(key)) low = middle + 1
      else high = middle
    }
    predecessors.push(tails[low - 1])
    tails[low] = index
  }
  const movedKeys = new Set(sharedKeys)
  for (let current = tails.at(-1); current !== undefined; current = predecessors[current])
    movedKeys.delete(sharedKeys[current]!)
  return movedKeys
}
