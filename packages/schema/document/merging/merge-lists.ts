import { addConflict, type ConflictSink } from './conflict.ts'
import { findMovedKeys } from './list-keys.ts'
import { mergeTrivially, type ThreeWay } from './merge-values.ts'

type Keys = readonly string[]

/**
 * Returns the order of a merged list. Shared items have the order of the side that moved some of them; every other item
 * follows the same shared item as in its own list. If both sides moved shared items, the order of ours is used and, if
 * `path` and `sink` are passed, a conflict is added. Otherwise, swapping the sides does not change the result.
 */
export function mergeOrder(
  { base, ours, theirs }: ThreeWay<Keys>,
  mergedKeys: ReadonlySet<string>,
  path?: readonly string[],
  sink?: ConflictSink,
): string[] {
  const ourKeys = new Set(ours)
  const theirKeys = new Set(theirs)
  const isShared = (key: string): boolean => mergedKeys.has(key) && ourKeys.has(key) && theirKeys.has(key)
  const [ourOrder, theirOrder] = [ours.filter(isShared), theirs.filter(isShared)]
  const hasMovedKeys = (side: Keys): boolean => findMovedKeys(base, side).size > 0
  let order = ourOrder
  if (!hasMovedKeys(ourOrder)) order = theirOrder
  else if (hasMovedKeys(theirOrder) && ourOrder.join('\n') !== theirOrder.join('\n') && path && sink) {
    addConflict(sink, path, { base, ours, theirs })
  }
  const runsByAnchor = new Map<string | undefined, Keys[]>()
  for (const side of [ours, theirs]) {
    for (const [anchor, run] of findSideRuns(side, mergedKeys, isShared)) {
      runsByAnchor.set(anchor, [...(runsByAnchor.get(anchor) ?? []), run])
    }
  }
  const getRunsAfter = (anchor: string | undefined): string[] => [
    ...new Set((runsByAnchor.get(anchor) ?? []).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)).flat()),
  ]
  return [...getRunsAfter(undefined), ...order.flatMap((key) => [key, ...getRunsAfter(key)])]
}

/** Returns runs of items that only one side has, keyed by the shared item before them. */
function findSideRuns(
  side: Keys,
  mergedKeys: ReadonlySet<string>,
  isShared: (key: string) => boolean,
): Map<string | undefined, string[]> {
  const runs = new Map<string | undefined, string[]>()
  let anchor: string | undefined
  for (const key of side) {
    if (isShared(key)) anchor = key
    else if (mergedKeys.has(key)) {
      const run = runs.get(anchor)
      if (run) run.push(key)
      else runs.set(anchor, [key])
    }
  }
  return runs
}

/** Merges lists of unique strings, such as tags. The additions and removals of both sides are applied. */
export function mergeStrings(sides: ThreeWay<Keys>): string[] {
  const trivialMerge = mergeTrivially(sides)
  if (trivialMerge) return [...trivialMerge.value]
  const { base, ours, theirs } = sides
  const mergedValues = new Set(
    [...ours, ...theirs].filter((value) =>
      base.includes(value) ? ours.includes(value) && theirs.includes(value) : true,
    ),
  )
  return mergeOrder(sides, mergedValues)
}
