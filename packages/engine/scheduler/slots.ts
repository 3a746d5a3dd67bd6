/**
 * A list as a value: changing a slot copies the blocks of 32 on the way to it and shares the rest, so it costs
 * O(log₃₂ n). It grows when a slot behind its end is set. (A persistent vector, after Bagwell and Hickey.)
 */
export interface Slots<T> {
  readonly length: number
  /** Levels of blocks above those that hold values. */
  readonly depth: number
  readonly root: Block<T>
}

type Block<T> = readonly (T | Block<T> | undefined)[]

const bits = 5
const mask = (1 << bits) - 1

export const emptySlots: Slots<never> = { length: 0, depth: 0, root: [] }

/** A list of `length` slots, each what `fill` answers for its index. */
export function makeSlots<T>(length: number, fill: (index: number) => T): Slots<T> {
  let level: Block<T>[] = []
  for (let start = 0; start < length; start += mask + 1) {
    const block: T[] = []
    for (let index = start; index < Math.min(length, start + mask + 1); index++) block.push(fill(index))
    level.push(block)
  }
  let depth = 0
  while (level.length > 1) {
    const above: Block<T>[] = []
    for (let start = 0; start < level.length; start += mask + 1) above.push(level.slice(start, start + mask + 1))
    level = above
    depth++
  }
  return { length, depth, root: level[0] ?? [] }
}

/** What stands in a slot; `undefined` behind the end. */
export function slot<T>({ depth, root }: Slots<T>, index: number): T | undefined {
  if (index >> ((depth + 1) * bits) > 0) return undefined
  let block: Block<T> | undefined = root
  for (let level = depth; level > 0; level--) block = block?.[(index >> (level * bits)) & mask] as Block<T> | undefined
  return block?.[index & mask] as T | undefined
}

/** The list with another value in one slot. */
export function withSlot<T>(slots: Slots<T>, index: number, value: T): Slots<T> {
  if (index < slots.length && slot(slots, index) === value) return slots
  let { depth, root } = slots
  while (index >> ((depth + 1) * bits) > 0) {
    root = [root]
    depth++
  }
  return { length: Math.max(slots.length, index + 1), depth, root: withValue(root, depth, index, value) }
}

function withValue<T>(block: Block<T> | undefined, level: number, index: number, value: T): Block<T> {
  const copy = block ? block.slice() : []
  const at = (index >> (level * bits)) & mask
  copy[at] = level === 0 ? value : withValue(copy[at] as Block<T> | undefined, level - 1, index, value)
  return copy
}

/** What stands in the slots in which something stands, in order; costs little where most are empty. */
export function presentSlots<T>({ depth, root }: Slots<T>): NonNullable<T>[] {
  let level = root.filter((one) => one != null)
  for (let above = depth; above > 0; above--)
    level = (level as Block<T>[]).flatMap((block) => block.filter((one) => one != null))
  return level as NonNullable<T>[]
}

/** All slots in order. */
export function slotValues<T>(slots: Slots<T>): (T | undefined)[] {
  const values: (T | undefined)[] = []
  for (let index = 0; index < slots.length; index++) values.push(slot(slots, index))
  return values
}
