/** Returns the smallest and largest finite number, or `undefined` if there is none. */
export function findRange(values: Iterable<number>): readonly [minimum: number, maximum: number] | undefined {
  let [minimum, maximum] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    minimum = Math.min(minimum, value)
    maximum = Math.max(maximum, value)
  }
  return minimum > maximum ? undefined : [minimum, maximum]
}
