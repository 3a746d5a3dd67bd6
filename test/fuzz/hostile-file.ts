import type { Random } from './random.ts'

/** Inputs of a hostile file generator: a random source, and the size of large files. */
export interface HostileMaker {
  random: Random
  /** Size of a large file in MiB. */
  large: number
}

/** A generator of a file that would break a careless loader. `once`: the file is large or slow to generate. */
export interface HostileKind {
  name: string
  once?: true
  make(maker: HostileMaker): Uint8Array | string
}

/** Returns `count` kinds: repeated if there are fewer (`once` kinds are not), otherwise evenly spread over the list. */
export function chooseKinds(kinds: readonly HostileKind[], count: number): HostileKind[] {
  if (count < kinds.length) return kinds.filter((_, index) => isChosen(index, kinds.length, count))
  const repeatable = kinds.filter(({ once }) => !once)
  const chosen = [...kinds]
  for (let index = 0; chosen.length < count; index++) chosen.push(repeatable[index % repeatable.length] as HostileKind)
  return chosen
}

const isChosen = (index: number, total: number, count: number): boolean =>
  Math.floor((index * count) / total) !== Math.floor(((index - 1) * count) / total)
