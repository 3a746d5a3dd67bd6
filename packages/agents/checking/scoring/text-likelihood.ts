/** A character model of a column's values. */
export interface TextLikelihood {
  /**
   * Returns the log probability of a string.
   *
   * @param isInModel - Whether the string is one of the values of the model; its own occurrence is then not counted.
   */
  computeLogProbability(text: string, isInModel: boolean): number
  /** Returns the lowest share of other values with the same character at the same position. */
  computeMinShare(text: string): number
  /** Characters that account for at least 0.1% of all characters. */
  characters: readonly string[]
}

const maxCharacters = 60
/** Assumed number of distinct characters. */
const alphabetSize = 50

/** Number of UTF-16 code units. */
const codeUnits = 65_536

/** Returns the key of a character at an index of a string, in a context: a position, or the character before. */
const toKey = (context: number, text: string, index: number): number => context * codeUnits + text.charCodeAt(index)

/** Returns the code unit before an index; 65,536 at the start. */
const getCodeBefore = (text: string, index: number): number => (index === 0 ? codeUnits : text.charCodeAt(index - 1))

/**
 * Counts characters by position and by the character before them. The likelihood of a string is the greater of the two:
 * positions fit dates and codes, pairs (bigrams) fit words.
 */
export function buildTextModel(texts: readonly string[]): TextLikelihood {
  const positions = new Map<number, number>()
  const positionTotals = new Map<number, number>()
  const pairs = new Map<number, number>()
  const pairTotals = new Map<number, number>()
  const distinctByPosition = new Map<number, number>()
  const distinctByPair = new Map<number, number>()
  const increment = (counts: Map<number, number>, key: number): boolean => {
    const previousCount = counts.get(key) ?? 0
    counts.set(key, previousCount + 1)
    return previousCount === 0
  }
  for (const text of texts) {
    for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
      const previous = getCodeBefore(text, index)
      if (increment(positions, toKey(index, text, index))) increment(distinctByPosition, index)
      increment(positionTotals, index)
      if (increment(pairs, toKey(previous, text, index))) increment(distinctByPair, previous)
      increment(pairTotals, previous)
    }
  }
  const characterCounts = new Map<string, number>()
  for (const [key, count] of pairs) {
    const character = String.fromCharCode(key % codeUnits)
    characterCounts.set(character, (characterCounts.get(character) ?? 0) + count)
  }
  const total = [...characterCounts.values()].reduce((sum, count) => sum + count, 0)
  return {
    characters: [...characterCounts]
      .filter(([, count]) => count >= total / 1000)
      .map(([character]) => character)
      .sort(),
    computeMinShare(text) {
      let min = 1
      for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
        min = Math.min(
          min,
          Math.max(0, (positions.get(toKey(index, text, index)) ?? 0) - 1) /
            Math.max(1, (positionTotals.get(index) ?? 0) - 1),
        )
      }
      return min
    },
    computeLogProbability(text, isInModel) {
      const selfCount = isInModel ? 1 : 0
      let positionLogShare = 0
      let pairLogShare = 0
      for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
        const previous = getCodeBefore(text, index)
        positionLogShare += computeLogShare(
          (positions.get(toKey(index, text, index)) ?? 0) - selfCount,
          (positionTotals.get(index) ?? 0) - selfCount,
          distinctByPosition.get(index) ?? 0,
        )
        pairLogShare += computeLogShare(
          (pairs.get(toKey(previous, text, index)) ?? 0) - selfCount,
          (pairTotals.get(previous) ?? 0) - selfCount,
          distinctByPair.get(previous) ?? 0,
        )
      }
      return Math.max(positionLogShare, pairLogShare)
    },
  }
}

/**
 * Computes the log probability with the smoothing of I. H. Witten and T. C. Bell ("The zero-frequency problem", 1991):
 * the probability of a new character grows with the number of distinct characters so far.
 */
function computeLogShare(count: number, total: number, distinct: number): number {
  if (total <= 0) return Math.log(1 / alphabetSize)
  const distinctCount = Math.max(1, distinct)
  return Math.log(
    count > 0
      ? count / (total + distinctCount)
      : distinctCount / (total + distinctCount) / Math.max(10, alphabetSize - distinctCount),
  )
}
