/**
 * Repeats the last key until the number of keys is a power of two, for a statement with one parameter per key:
 * `id in ($1, $2, …)`. This keeps the number of distinct statements small, so each of them is prepared and its plan is
 * reused. With a single array parameter, `id = any($1)`, PostgreSQL plans every execution, because its generic plans
 * assume 10 elements.
 *
 * @example padKeys(['a', 'b', 'c']) // ['a', 'b', 'c', 'c']
 */
export function padKeys(keys: readonly string[]): string[] {
  const count = 2 ** Math.ceil(Math.log2(keys.length))
  return Array.from({ length: count }, (_, index) => keys[Math.min(index, keys.length - 1)]!)
}
