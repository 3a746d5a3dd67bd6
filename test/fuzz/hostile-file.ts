import { turn } from '../sizes.ts'
import type { Random } from './random.ts'

/** What a hostile file is made with: chance, and how large the large ones are. */
export interface HostileMaker {
  random: Random
  /** Megabytes (2^20 bytes) of what is made to be large. */
  large: number
}

/** A way to make a file that does harm where a loader is careless. `once`: it is large or slow to make. */
export interface HostileKind {
  name: string
  once?: true
  make(maker: HostileMaker): Uint8Array | string
}

/** `count` kinds in turn, those made once only once; where there are fewer, some from the whole list, on each day others. */
export function chooseKinds(kinds: readonly HostileKind[], count: number): HostileKind[] {
  if (count < kinds.length)
    return kinds.filter((_, index) => isChosen((index + turn) % kinds.length, kinds.length, count))
  const often = kinds.filter(({ once }) => !once)
  const chosen = [...kinds]
  for (let index = 0; chosen.length < count; index++) chosen.push(often[index % often.length] as HostileKind)
  return chosen
}

const isChosen = (index: number, all: number, count: number): boolean =>
  Math.floor((index * count) / all) !== Math.floor(((index - 1) * count) / all)
