type Keyed = Record<string, unknown>

/** True for objects that are neither lists nor `null`. */
export const isRecord = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** True when two JSON values are equal, whatever the order of keys; a key without a value counts as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  if (!keys.every((key) => sameJson(a[key], Object.hasOwn(b, key) ? b[key] : undefined))) return false
  return Object.keys(b).every((key) => b[key] === undefined || Object.hasOwn(a, key))
}
