import { clash, type Found } from './conflict.ts'
import { byKey } from './in-order.ts'
import { mergeOrder } from './merge-lists.ts'
import { agreed, type Three } from './merge-values.ts'

/** Merges a list of items with ids. `each` merges the items that all three documents have. */
export function mergeItems<T extends { id: string }>(
  list: string,
  three: Three<readonly T[]>,
  found: Found,
  each: (three: Three<T>, path: readonly string[]) => T,
): T[] {
  const [base, ours, theirs] = [three.base, three.ours, three.theirs].map((items) => byKey(items, ({ id }) => id)) as [
    Map<string, T>,
    Map<string, T>,
    Map<string, T>,
  ]
  const merged = new Map<string, T>()
  for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
    const item = mergeItem({ base: base.get(id), ours: ours.get(id), theirs: theirs.get(id) }, [list, id], found, each)
    if (item !== undefined) merged.set(id, item)
  }
  const keys = { base: [...base.keys()], ours: [...ours.keys()], theirs: [...theirs.keys()] }
  return mergeOrder(keys, new Set(merged.keys()), [list], found).map((id) => merged.get(id)!)
}

/**
 * Merges one item that was added, removed or changed. It is a conflict if one side removed it and the other changed it.
 */
export function mergeItem<T>(
  { base, ours, theirs }: Three<T | undefined>,
  path: readonly string[],
  found: Found,
  each: (three: Three<T>, path: readonly string[]) => T,
): T | undefined {
  const simple = agreed({ base, ours, theirs })
  if (simple) return simple.value
  if (base !== undefined && ours !== undefined && theirs !== undefined) return each({ base, ours, theirs }, path)
  clash(found, path, { base, ours, theirs })
  return ours
}
