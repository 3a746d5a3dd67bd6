/** A character model of the texts of a column. */
export interface TextLikelihood {
  /**
   * Log probability of a text.
   *
   * @param isOwn - Whether the text is one of the texts of the model; its own occurrence is then not counted.
   */
  log(text: string, isOwn: boolean): number
  /** Lowest share of other texts with the same character at the same position. */
  minShareAt(text: string): number
  /** Characters that account for at least 0.1% of all characters. */
  characters: readonly string[]
}

const maxCharacters = 60
/** Assumed number of distinct characters. */
const alphabetSize = 50

/**
 * Counts characters by position and by the character before them. The likelihood of a text is the greater of the two:
 * positions fit dates and codes, pairs (bigrams) fit words.
 */
export function buildTextModel(texts: readonly string[]): TextLikelihood {
  const positions = new Map<string, number>()
  const positionTotals = new Map<number, number>()
  const pairs = new Map<string, number>()
  const pairTotals = new Map<string, number>()
  const distinctByPosition = new Map<number, number>()
  const distinctByPair = new Map<string, number>()
  const add = <K>(counts: Map<K, number>, key: K): boolean => {
    const before = counts.get(key) ?? 0
    counts.set(key, before + 1)
    return before === 0
  }
  for (const text of texts) {
    for (let at = 0; at < Math.min(text.length, maxCharacters); at++) {
      const character = text[at] as string
      const before = text[at - 1] ?? ''
      if (add(positions, `${at}${character}`)) add(distinctByPosition, at)
      add(positionTotals, at)
      if (add(pairs, before + character)) add(distinctByPair, before)
      add(pairTotals, before)
    }
  }
  const used = new Map<string, number>()
  for (const [key, count] of pairs) used.set(key.at(-1) as string, (used.get(key.at(-1) as string) ?? 0) + count)
  const all = [...used.values()].reduce((sum, count) => sum + count, 0)
  return {
    characters: [...used]
      .filter(([, count]) => count >= all / 1000)
      .map(([character]) => character)
      .sort(),
    minShareAt(text) {
      let min = 1
      for (let at = 0; at < Math.min(text.length, maxCharacters); at++) {
        min = Math.min(
          min,
          Math.max(0, (positions.get(`${at}${text[at]}`) ?? 0) - 1) / Math.max(1, (positionTotals.get(at) ?? 0) - 1),
        )
      }
      return min
    },
    log(text, isOwn) {
      const own = isOwn ? 1 : 0
      let byPosition = 0
      let byPair = 0
      for (let at = 0; at < Math.min(text.length, maxCharacters); at++) {
        const character = text[at] as string
        const before = text[at - 1] ?? ''
        byPosition += share(
          (positions.get(`${at}${character}`) ?? 0) - own,
          (positionTotals.get(at) ?? 0) - own,
          distinctByPosition.get(at) ?? 0,
        )
        byPair += share(
          (pairs.get(before + character) ?? 0) - own,
          (pairTotals.get(before) ?? 0) - own,
          distinctByPair.get(before) ?? 0,
        )
      }
      return Math.max(byPosition, byPair)
    },
  }
}

/**
 * Log probability with the smoothing of I. H. Witten and T. C. Bell ("The zero-frequency problem", 1991): the
 * probability of a new character grows with the number of distinct characters so far.
 */
function share(count: number, total: number, distinct: number): number {
  if (total <= 0) return Math.log(1 / alphabetSize)
  const seen = Math.max(1, distinct)
  return Math.log(count > 0 ? count / (total + seen) : seen / (total + seen) / Math.max(10, alphabetSize - seen))
}
