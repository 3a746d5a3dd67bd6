import { clash, type Found } from './conflict.ts'
import { outOfOrder } from './in-order.ts'
import { agreed, type Three } from './merge-values.ts'

type Keys = readonly string[]

/**
 * The order of a merged list: shared items as the side has them that has put some elsewhere, what only one side has behind
 * the same neighbour as there. Where both have put shared items elsewhere, ours holds and the conflict is noted under
 * `path`, if one is given. Does not depend on which side is which but for that.
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

/** What only one side has, in runs, by the shared item that it stands behind. */
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

/** Merges lists of texts that each stand there once, like tags: what either has added is there, what either has removed is not. */
export function mergeTexts(three: Three<Keys>): string[] {
  const simple = agreed(three)
  if (simple) return [...simple.value]
  const { base, ours, theirs } = three
  const merged = new Set(
    [...ours, ...theirs].filter((text) => (base.includes(text) ? ours.includes(text) && theirs.includes(text) : true)),
  )
  return mergeOrder(three, merged)
}
