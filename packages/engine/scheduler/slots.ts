/** A list of fixed length as a value: changing one slot copies one block of it and shares the rest. */
export interface Slots<T> {
  readonly length: number
  readonly blocks: readonly (readonly T[])[]
}

const bits = 5
const blockSize = 1 << bits

/** A list of `length` slots, each what `fill` answers for its index. */
export const makeSlots = <T>(length: number, fill: (index: number) => T): Slots<T> => ({
  length,
  blocks: Array.from({ length: Math.ceil(length / blockSize) }, (_, block) =>
    Array.from({ length: Math.min(blockSize, length - (block << bits)) }, (__, at) => fill((block << bits) + at)),
  ),
})

export const slot = <T>(slots: Slots<T>, index: number): T => slots.blocks[index >> bits]![index & (blockSize - 1)]!

/** The list with another value in one slot. */
export function withSlot<T>(slots: Slots<T>, index: number, value: T): Slots<T> {
  const blocks = slots.blocks.slice()
  const block = blocks[index >> bits]!.slice()
  block[index & (blockSize - 1)] = value
  blocks[index >> bits] = block
  return { length: slots.length, blocks }
}
