import type { NextTypeCounts, TypeCounts } from '../../../packages/nodes/next-step/count-next-types.ts'
import { contextKinds } from '../../../packages/nodes/next-step/next-node-contexts.ts'

/**
 * Contexts with fewer observations are not stored. Without them, the file is smaller and the accuracy stays the same.
 */
export const minObservations = 8

/** Removes contexts with few observations. */
export function pruneCounts({ contexts }: NextTypeCounts, min = minObservations): void {
  for (const kind of contextKinds) {
    for (const [key, inContext] of contexts[kind]) {
      if (sumCounts(inContext) < min) contexts[kind].delete(key)
    }
  }
}

const sumCounts = (types: TypeCounts): number => [...types.values()].reduce((a, b) => a + b, 0)
