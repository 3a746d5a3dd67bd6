/** A source of reproducible random choices. */
export interface RandomNumbers {
  /** Returns a number in [0, 1). */
  next(): number
  pick<Item>(list: readonly Item[]): Item
  chance(probability: number): boolean
}

/** Creates a pseudorandom number generator with the given seed (mulberry32, T. Ettinger). */
export function randomNumbers(seed: number): RandomNumbers {
  let state = (seed * 0x9e3779b1) | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    chance: (probability) => next() < probability,
  }
}
