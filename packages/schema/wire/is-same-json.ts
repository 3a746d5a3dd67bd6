type UnknownRecord = Record<string, unknown>

/** Returns whether a value is an object other than an array or `null`. */
export const isRecord = (value: unknown): value is UnknownRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Returns whether two JSON values are equal, regardless of key order. Properties that are `undefined` count as absent.
 *
 * @internal
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSameJson(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  if (!keys.every((key) => isSameJson(a[key], Object.hasOwn(b, key) ? b[key] : undefined))) return false
  return Object.keys(b).every((key) => b[key] === undefined || Object.hasOwn(a, key))
}
