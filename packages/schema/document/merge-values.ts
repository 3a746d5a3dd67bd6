import { clash, type Found } from './conflict.ts'
import { isRecord, sameJson } from '../wire/same-json.ts'

/** One value as three documents have it; `undefined` where there is none. */
export interface Three<T> {
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

/**
 * What two changes of one value come to where they need not be weighed against each other: both said the same, or only
 * one has changed it. `undefined` where both have changed it, each otherwise.
 */
export function agreed<T>({ base, ours, theirs }: Three<T>): { value: T } | undefined {
  if (sameJson(ours, theirs) || sameJson(base, theirs)) return { value: ours }
  return sameJson(base, ours) ? { value: theirs } : undefined
}

/** Merges a value as a whole; where both have changed it, ours stays and the conflict is noted. */
export function mergeWhole<T>(three: Three<T>, path: readonly string[], found: Found): T {
  const simple = agreed(three)
  if (simple) return simple.value
  clash(found, path, three)
  return three.ours
}

/** Merges what may be an object in all three key by key, in every depth; everything else as a whole. */
export function mergeValue(three: Three<unknown>, path: readonly string[], found: Found): unknown {
  const simple = agreed(three)
  if (simple) return simple.value
  const { base, ours, theirs } = three
  if (isRecord(base) && isRecord(ours) && isRecord(theirs)) return mergeRecord({ base, ours, theirs }, path, found)
  return mergeWhole(three, path, found)
}

type Keyed = Readonly<Record<string, unknown>>

/** Merges key by key. `each` merges one value, and is `mergeValue` where it is not given. */
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
