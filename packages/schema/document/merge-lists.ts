import { clash, type Found } from './conflict.ts'
import { outOfOrder } from './in-order.ts'
import { agreed, type Three } from './merge-values.ts'

type Keys = readonly string[]

/**
 * The order of a merged list: shared items in the order of the side that moved some, other items after the same
 * neighbor as on their side. If both sides moved shared items, the order of ours wins, and the conflict is added under
 * `path`, if provided. Otherwise the result does not depend on which side is which.
 */
export function mergeOrder(
  { base, ours, theirs }: Three<Keys>,
  merged: ReadonlySet<string>,
  path?: readonly string[],
  found?: Found,
): string[] {
  const inOurs = new Set(ours)
  const inTheirs = new Set(theirs)
  const isShared = (key: string): boolean => merged.has(key) && inOurs.has(key) && inTheirs.has(key)
  const [our, their] = [ours.filter(isShared), theirs.filter(isShared)]
  const isChanged = (side: Keys): boolean => outOfOrder(base, side).size > 0
  let order = our
  if (!isChanged(our)) order = their
  else if (isChanged(their) && our.join('\n') !== their.join('\n') && path && found) {
    clash(found, path, { base, ours, theirs })
  }
  const behind = new Map<string | undefined, Keys[]>()
  for (const side of [ours, theirs]) {
    for (const [anchor, own] of ownRuns(side, merged, isShared)) {
      behind.set(anchor, [...(behind.get(anchor) ?? []), own])
    }
  }
  const runsBehind = (anchor: string | undefined): string[] => [
    ...new Set((behind.get(anchor) ?? []).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)).flat()),
  ]
  return [...runsBehind(undefined), ...order.flatMap((key) => [key, ...runsBehind(key)])]
}

/** Items of one side only, in runs, by the shared item before them. */
function ownRuns(
  side: Keys,
  merged: ReadonlySet<string>,
  isShared: (key: string) => boolean,
): Map<string | undefined, string[]> {
  const runs = new Map<string | undefined, string[]>()
  let anchor: string | undefined
  for (const key of side) {
    if (isShared(key)) anchor = key
    else if (merged.has(key)) {
      const run = runs.get(anchor)
      if (run) run.push(key)
      else runs.set(anchor, [key])
    }
  }
  return runs
}

/** Merges lists of unique texts, such as tags: includes the additions and applies the removals of both sides. */
export function mergeTexts(three: Three<Keys>): string[] {
  const simple = agreed(three)
  if (simple) return [...simple.value]
  const { base, ours, theirs } = three
  const merged = new Set(
    [...ours, ...theirs].filter((text) => (base.includes(text) ? ours.includes(text) && theirs.includes(text) : true)),
  )
  return mergeOrder(three, merged)
}
