/** How probable words are by their letters: each by the two before it, in small letters. */
export interface LetterModel {
  /** The letters that words have, most frequent first. */
  alphabet: readonly string[]
  /** Lets something look at a word that is left out of what the model has seen, where it is one of its words. */
  look<T>(word: string, isOwn: boolean, use: (word: WordAround) => T): T
}

/** A word and what one slip may have made it of. */
export interface WordAround {
  /** Log of the probability of the word. */
  log: number
  /** The log of its least probable letter. */
  least: number
  /** Log of the probability with the `taken` letters from `at` on (at most to its end) replaced by these. */
  with(at: number, taken: number, letters: string): number
}

const mostLetters = 60
/** Rarer letters tell nothing of how words are spelled. */
const leastShare = 0.001
const edge = 0
const rest = 1

/**
 * Counts words once each. Letters that were never seen behind two others are told by the one before, and those by how
 * frequent they are (interpolated Witten-Bell smoothing).
 */
export function modelLetters(words: Iterable<string>): LetterModel {
  const list = [...words].map((word) => word.toLowerCase())
  const used = new Map<string, number>()
  for (const word of list) for (const letter of word) used.set(letter, (used.get(letter) ?? 0) + 1)
  const letters = [...used.values()].reduce((sum, count) => sum + count, 0)
  const alphabet = [...used]
    .filter(([, count]) => count >= leastShare * letters)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostLetters)
    .map(([letter]) => letter)
  const codes = new Map(alphabet.map((letter, index) => [letter, index + 2]))
  const size = alphabet.length + 2
  const codesOf = (word: string): number[] => [...word.toLowerCase()].map((letter) => codes.get(letter) ?? rest)
  const lineOf = (word: string): number[] => [edge, edge, ...codesOf(word), edge]
  const ones = new Int32Array(size)
  const twos = new Int32Array(size ** 2)
  const threes = new Int32Array(size ** 3)
  const [afterOne, afterTwo] = [new Int32Array(size), new Int32Array(size ** 2)]
  const [kindsAfterOne, kindsAfterTwo] = [new Int32Array(size), new Int32Array(size ** 2)]
  let all = 0
  const count = (line: readonly number[], by: 1 | -1): void => {
    for (let at = 2; at < line.length; at++) {
      const [a, b, c] = [line[at - 2], line[at - 1], line[at]] as [number, number, number]
      const [pair, two, three] = [a * size + b, b * size + c, (a * size + b) * size + c]
      if (twos[two] === (by > 0 ? 0 : 1)) kindsAfterOne[b]! += by
      if (threes[three] === (by > 0 ? 0 : 1)) kindsAfterTwo[pair]! += by
      ones[c]! += by
      twos[two]! += by
      threes[three]! += by
      afterOne[b]! += by
      afterTwo[pair]! += by
      all += by
    }
  }
  for (const word of list) count(lineOf(word), 1)
  const share = (seen: number, of: number, kinds: number, otherwise: number): number =>
    (seen + Math.max(1, kinds) * otherwise) / (of + Math.max(1, kinds))
  const logOf = (a: number, b: number, c: number): number => {
    const pair = a * size + b
    const one = ((ones[c] as number) + 0.5) / (all + 0.5 * size)
    const two = share(twos[b * size + c] as number, afterOne[b] as number, kindsAfterOne[b] as number, one)
    return Math.log(
      share(threes[pair * size + c] as number, afterTwo[pair] as number, kindsAfterTwo[pair] as number, two),
    )
  }
  return {
    alphabet,
    look(word, isOwn, use) {
      const line = lineOf(word)
      if (isOwn) count(line, -1)
      const logs = line.slice(2).map((c, at) => logOf(line[at] as number, line[at + 1] as number, c))
      const sums = [0]
      for (const one of logs) sums.push((sums.at(-1) as number) + one)
      const log = sums.at(-1) as number
      const found = use({
        log,
        least: Math.min(...logs),
        with(at, taken, letters) {
          const tail = line.slice(at + 2 + taken, at + 4 + taken)
          const part = [line[at] as number, line[at + 1] as number, ...codesOf(letters), ...tail]
          let sum = (sums[at] as number) + log - (sums[at + taken + tail.length] as number)
          for (let index = 2; index < part.length; index++)
            sum += logOf(part[index - 2] as number, part[index - 1] as number, part[index] as number)
          return sum
        },
      })
      if (isOwn) count(line, 1)
      return found
    },
  }
}
