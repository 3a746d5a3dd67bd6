import { addConflict, type ConflictSink } from './conflict.ts'
import { indexByKey } from './list-keys.ts'
import { mergeOrder } from './merge-lists.ts'
import { mergeTrivially, type ThreeWay } from './merge-values.ts'

/** Merges lists of items that have ids. Items in all three documents are merged by `mergeEntry`. */
export function mergeItems<T extends { id: string }>(
  list: string,
  sides: ThreeWay<readonly T[]>,
  sink: ConflictSink,
  mergeEntry: (sides: ThreeWay<T>, path: readonly string[]) => T,
): T[] {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((items) =>
    indexByKey(items, ({ id }) => id),
  ) as [Map<string, T>, Map<string, T>, Map<string, T>]
  const mergedItems = new Map<string, T>()
  for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
    const item = mergeItem(
      { base: base.get(id), ours: ours.get(id), theirs: theirs.get(id) },
      [list, id],
      sink,
      mergeEntry,
    )
    if (item !== undefined) mergedItems.set(id, item)
  }
  const keys = { base: [...base.keys()], ours: [...ours.keys()], theirs: [...theirs.keys()] }
  return mergeOrder(keys, new Set(mergedItems.keys()), [list], sink).map((id) => mergedItems.get(id)!)
}

/**
 * Merges an item that was added, removed or changed. If one side removed the item and the other side changed it, a
 * conflict is added.
 */
export function mergeItem<T>(
  { base, ours, theirs }: ThreeWay<T | undefined>,
  path: readonly string[],
  sink: ConflictSink,
  mergeEntry: (sides: ThreeWay<T>, path: readonly string[]) => T,
): T | undefined {
  const trivialMerge = mergeTrivially({ base, ours, theirs })
  if (trivialMerge) return trivialMerge.value
  if (base !== undefined && ours !== undefined && theirs !== undefined) return mergeEntry({ base, ours, theirs }, path)
  addConflict(sink, path, { base, ours, theirs })
  return ours
}
