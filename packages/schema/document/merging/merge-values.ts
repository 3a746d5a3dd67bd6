import { addConflict, type ConflictSink } from './conflict.ts'
import { isRecord, isSameJson } from '../../wire/is-same-json.ts'

/** A value in the three documents of a merge. A side is `undefined` if the value does not exist there. */
export interface ThreeWay<T> {
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

/**
 * Merges a value that at most one side changed, or that both sides changed in the same way. Returns `undefined` if both
 * sides changed it differently.
 */
export function mergeTrivially<T>({ base, ours, theirs }: ThreeWay<T>): { value: T } | undefined {
  if (isSameJson(ours, theirs) || isSameJson(base, theirs)) return { value: ours }
  return isSameJson(base, ours) ? { value: theirs } : undefined
}

/** Merges an atomic value. If both sides changed it differently, ours is used and a conflict is added. */
export function mergeAtomic<T>(sides: ThreeWay<T>, path: readonly string[], sink: ConflictSink): T {
  const trivialMerge = mergeTrivially(sides)
  if (trivialMerge) return trivialMerge.value
  addConflict(sink, path, sides)
  return sides.ours
}

/** Merges objects recursively, key by key. Other values are atomic. */
export function mergeValue(sides: ThreeWay<unknown>, path: readonly string[], sink: ConflictSink): unknown {
  const trivialMerge = mergeTrivially(sides)
  if (trivialMerge) return trivialMerge.value
  const { base, ours, theirs } = sides
  if (isRecord(base) && isRecord(ours) && isRecord(theirs)) return mergeRecord({ base, ours, theirs }, path, sink)
  return mergeAtomic(sides, path, sink)
}

type UnknownRecord = Readonly<Record<string, unknown>>

/** Merges objects key by key. `mergeEntry` merges each value (default: `mergeValue`). */
export function mergeRecord(
  { base, ours, theirs }: ThreeWay<UnknownRecord>,
  path: readonly string[],
  sink: ConflictSink,
  mergeEntry: (sides: ThreeWay<unknown>, path: readonly string[], sink: ConflictSink) => unknown = mergeValue,
): Record<string, unknown> {
  const mergedRecord: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const sides = { base: getOwn(base, key), ours: getOwn(ours, key), theirs: getOwn(theirs, key) }
    const value = mergeEntry(sides, [...path, key], sink)
    if (value !== undefined) mergedRecord[key] = value
  }
  return mergedRecord
}

const getOwn = (record: UnknownRecord, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined)
