/**
 * A persistent vector (Bagwell and Hickey). Changing a slot copies only the 32-slot blocks on the path to it, in
 * O(log₃₂ n), and shares the rest. Setting a slot beyond the end grows the vector.
 */
export interface Slots<T> {
  readonly length: number
  /** The number of block levels above the blocks that hold values. */
  readonly depth: number
  readonly root: Block<T>
}

type Block<T> = readonly (T | Block<T> | undefined)[]

const bitsPerLevel = 5
const mask = (1 << bitsPerLevel) - 1

export const emptySlots: Slots<never> = { length: 0, depth: 0, root: [] }

/** Creates a vector of `length` slots, each filled by calling `createValue` with its index. */
export function createSlots<T>(length: number, createValue: (index: number) => T): Slots<T> {
  let level: Block<T>[] = []
  for (let start = 0; start < length; start += mask + 1) {
    const block: T[] = []
    for (let index = start; index < Math.min(length, start + mask + 1); index++) block.push(createValue(index))
    level.push(block)
  }
  let depth = 0
  while (level.length > 1) {
    const parents: Block<T>[] = []
    for (let start = 0; start < level.length; start += mask + 1) parents.push(level.slice(start, start + mask + 1))
    level = parents
    depth++
  }
  return { length, depth, root: level[0] ?? [] }
}

/** Returns the value of a slot; `undefined` beyond the end. */
export function getSlot<T>({ depth, root }: Slots<T>, index: number): T | undefined {
  if (index >> ((depth + 1) * bitsPerLevel) > 0) return undefined
  let block: Block<T> | undefined = root
  for (let level = depth; level > 0; level--)
    block = block?.[(index >> (level * bitsPerLevel)) & mask] as Block<T> | undefined
  return block?.[index & mask] as T | undefined
}

/** Returns a copy of the vector with one slot changed. */
export function withSlot<T>(slots: Slots<T>, index: number, value: T): Slots<T> {
  if (index < slots.length && getSlot(slots, index) === value) return slots
  let { depth, root } = slots
  while (index >> ((depth + 1) * bitsPerLevel) > 0) {
    root = [root]
    depth++
  }
  return { length: Math.max(slots.length, index + 1), depth, root: withValue(root, depth, index, value) }
}

function withValue<T>(block: Block<T> | undefined, level: number, index: number, value: T): Block<T> {
  const copy = block ? block.slice() : []
  const offset = (index >> (level * bitsPerLevel)) & mask
  copy[offset] = level === 0 ? value : withValue(copy[offset] as Block<T> | undefined, level - 1, index, value)
  return copy
}

/** Returns the values of all non-empty slots in order. Fast for sparse vectors. */
export function listPresentSlots<T>({ depth, root }: Slots<T>): NonNullable<T>[] {
  let level = root.filter((item) => item != null)
  for (let remainingDepth = depth; remainingDepth > 0; remainingDepth--)
    level = (level as Block<T>[]).flatMap((block) => block.filter((item) => item != null))
  return level as NonNullable<T>[]
}

/** Returns the values of all slots in order. */
export function listSlotValues<T>(slots: Slots<T>): (T | undefined)[] {
  const values: (T | undefined)[] = []
  for (let index = 0; index < slots.length; index++) values.push(getSlot(slots, index))
  return values
}
