/** Pseudorandom numbers from a seed: mulberry32 (Tommy Ettinger, public domain). */
export interface Random {
  /** An integer from `from` to `to`, inclusive. */
  int(from: number, to: number): number
  pick<T>(items: readonly T[]): T
  chance(share: number): boolean
  bytes(count: number): Uint8Array<ArrayBuffer>
  /** A string of `length` characters from `alphabet`. */
  text(length: number, alphabet: string): string
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(items: readonly T[]): T => items[int(0, items.length - 1)] as T
  return {
    int,
    pick,
    chance: (share) => next() < share,
    bytes: (count) => Uint8Array.from({ length: count }, () => int(0, 255)),
    text(length, alphabet) {
      const characters = [...alphabet]
      return Array.from({ length }, () => pick(characters)).join('')
    },
  }
}
