import type { OperationOf } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema'

/**
 * The terms of a projection of measures onto two axes: each measure from 0 to 1, times weights from -1 to 1 that a seed
 * draws (mulberry32, by Tommy Ettinger, public domain). The same measures and seed give the same weights everywhere.
 */
export function drawProjection(measures: readonly ColumnProfile[], seed: number): OperationOf<'project'>['terms'] {
  const draw = drawNumbers(seed)
  return measures.map(({ name, numbers }) => {
    const { min = 0, max = 1 } = numbers ?? {}
    return { column: name, offset: min, divisor: max > min ? max - min : 1, x: weight(draw()), y: weight(draw()) }
  })
}

/** Four digits are enough, and read well in a plan. */
const weight = (drawn: number): number => Math.round((2 * drawn - 1) * 10_000) / 10_000 || 0.0001

function drawNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
