/**
 * Repeats the last key until the number of keys is a power of two, for a statement with one parameter per key:
 * `id in ($1, $2, …)`. So few different statements result that each is prepared and its plan is reused. With a single
 * array parameter, `id = any($1)`, PostgreSQL plans every execution, because it assumes 10 elements for other plans.
 *
 * @example padKeys(['a', 'b', 'c']) // ['a', 'b', 'c', 'c']
 */
export function padKeys(keys: readonly string[]): string[] {
  const count = 2 ** Math.ceil(Math.log2(keys.length))
  return Array.from({ length: count }, (_, index) => keys[Math.min(index, keys.length - 1)]!)
}
