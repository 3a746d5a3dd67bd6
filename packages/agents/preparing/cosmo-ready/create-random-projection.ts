import type { OperationOf } from '@aw-flow/schema/internal'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/**
 * Creates a random projection of measurements onto two axes. Each measurement is scaled to the range from 0 to 1 and
 * weighted with a random weight from -1 to 1 per axis. The result is deterministic for a given seed (mulberry32 by
 * Tommy Ettinger, public domain).
 */
export function createRandomProjection(
  measurements: readonly ColumnProfile[],
  seed: number,
): OperationOf<'project'>['terms'] {
  const nextRandom = createRandom(seed)
  return measurements.map(({ name, numbers }) => {
    const { min = 0, max = 1 } = numbers ?? {}
    return {
      column: name,
      offset: min,
      divisor: max > min ? max - min : 1,
      x: toWeight(nextRandom()),
      y: toWeight(nextRandom()),
    }
  })
}

/** Converts a random number to a nonzero weight with four decimal places, so that it is readable in a plan. */
const toWeight = (random: number): number => Math.round((2 * random - 1) * 10_000) / 10_000 || 0.0001

function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
