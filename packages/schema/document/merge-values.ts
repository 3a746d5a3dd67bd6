import { clash, type Found } from './conflict.ts'
import { isRecord, sameJson } from '../wire/same-json.ts'

/** A value in three documents; `undefined` if it does not exist. */
export interface Three<T> {
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

/**
 * Merges a value that both sides changed equally, or only one changed; `undefined` if both changed it differently.
 */
export function agreed<T>({ base, ours, theirs }: Three<T>): { value: T } | undefined {
  if (sameJson(ours, theirs) || sameJson(base, theirs)) return { value: ours }
  return sameJson(base, ours) ? { value: theirs } : undefined
}

/** Merges an atomic value; if both sides changed it, ours wins and a conflict is added. */
export function mergeWhole<T>(three: Three<T>, path: readonly string[], found: Found): T {
  const simple = agreed(three)
  if (simple) return simple.value
  clash(found, path, three)
  return three.ours
}

/** Merges objects key by key and recursively; other values are atomic. */
export function mergeValue(three: Three<unknown>, path: readonly string[], found: Found): unknown {
  const simple = agreed(three)
  if (simple) return simple.value
  const { base, ours, theirs } = three
  if (isRecord(base) && isRecord(ours) && isRecord(theirs)) return mergeRecord({ base, ours, theirs }, path, found)
  return mergeWhole(three, path, found)
}

type Keyed = Readonly<Record<string, unknown>>

/** Merges key by key. `each` merges one value. Default: `mergeValue`. */
export function mergeRecord(
  { base, ours, theirs }: Three<Keyed>,
  path: readonly string[],
  found: Found,
  each: (three: Three<unknown>, path: readonly string[], found: Found) => unknown = mergeValue,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const three = { base: own(base, key), ours: own(ours, key), theirs: own(theirs, key) }
    const value = each(three, [...path, key], found)
    if (value !== undefined) merged[key] = value
  }
  return merged
}

const own = (record: Keyed, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined)
