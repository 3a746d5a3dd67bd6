/** A model of how likely strings are, based on the characters of a column's values. */
export type TextModel = ReturnType<typeof buildTextModel>

const maxCharacters = 60
/** Assumed number of distinct characters that can occur. */
const alphabetSize = 50

/** Number of possible UTF-16 code units. */
const codeUnitCount = 65_536

/** Returns a key for the character at an index, combined with its context: its position or the preceding character. */
const toKey = (context: number, text: string, index: number): number => context * codeUnitCount + text.charCodeAt(index)

/** Returns the code unit before an index, or 65,536 at the start of the string. */
const getPreviousCodeUnit = (text: string, index: number): number =>
  index === 0 ? codeUnitCount : text.charCodeAt(index - 1)

/**
 * Builds a model that counts characters by position and by preceding character (bigrams). Positions suit dates and
 * codes, whereas bigrams suit words, so the probability of a string is the greater of the two.
 */
export function buildTextModel(strings: readonly string[]) {
  const positionCounts = new Map<number, number>()
  const positionTotals = new Map<number, number>()
  const pairCounts = new Map<number, number>()
  const pairTotals = new Map<number, number>()
  const distinctCountByPosition = new Map<number, number>()
  const distinctCountByPair = new Map<number, number>()
  const increment = (counts: Map<number, number>, key: number): boolean => {
    const previousCount = counts.get(key) ?? 0
    counts.set(key, previousCount + 1)
    return previousCount === 0
  }
  for (const text of strings) {
    for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
      const previousCodeUnit = getPreviousCodeUnit(text, index)
      if (increment(positionCounts, toKey(index, text, index))) increment(distinctCountByPosition, index)
      increment(positionTotals, index)
      if (increment(pairCounts, toKey(previousCodeUnit, text, index))) increment(distinctCountByPair, previousCodeUnit)
      increment(pairTotals, previousCodeUnit)
    }
  }
  const characterCounts = new Map<string, number>()
  for (const [key, count] of pairCounts) {
    const character = String.fromCharCode(key % codeUnitCount)
    characterCounts.set(character, (characterCounts.get(character) ?? 0) + count)
  }
  const total = [...characterCounts.values()].reduce((sum, count) => sum + count, 0)
  return {
    /** The characters that each account for at least 0.1% of all characters. */
    characters: [...characterCounts]
      .filter(([, count]) => count >= total / 1000)
      .map(([character]) => character)
      .sort(),
    /**
     * For each position of a string, computes the share of other values that have the same character there. Returns the
     * lowest share.
     */
    computeMinShare(text: string): number {
      let min = 1
      for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
        min = Math.min(
          min,
          Math.max(0, (positionCounts.get(toKey(index, text, index)) ?? 0) - 1) /
            Math.max(1, (positionTotals.get(index) ?? 0) - 1),
        )
      }
      return min
    },
    /**
     * Returns the log probability of a string.
     *
     * @param isInModel - Whether the model was built from this string, in which case its own occurrence is excluded.
     */
    computeLogProbability(text: string, isInModel: boolean): number {
      const selfCount = isInModel ? 1 : 0
      let positionLogProbability = 0
      let pairLogProbability = 0
      for (let index = 0; index < Math.min(text.length, maxCharacters); index++) {
        const previousCodeUnit = getPreviousCodeUnit(text, index)
        positionLogProbability += computeSmoothedLogProbability(
          (positionCounts.get(toKey(index, text, index)) ?? 0) - selfCount,
          (positionTotals.get(index) ?? 0) - selfCount,
          distinctCountByPosition.get(index) ?? 0,
        )
        pairLogProbability += computeSmoothedLogProbability(
          (pairCounts.get(toKey(previousCodeUnit, text, index)) ?? 0) - selfCount,
          (pairTotals.get(previousCodeUnit) ?? 0) - selfCount,
          distinctCountByPair.get(previousCodeUnit) ?? 0,
        )
      }
      return Math.max(positionLogProbability, pairLogProbability)
    },
  }
}

/**
 * Computes a log probability with Witten-Bell smoothing: the more distinct characters there are, the more probable a
 * new one is. See I. H. Witten and T. C. Bell, "The zero-frequency problem" (1991).
 */
function computeSmoothedLogProbability(count: number, total: number, distinctCharacterCount: number): number {
  if (total <= 0) return Math.log(1 / alphabetSize)
  const distinctCount = Math.max(1, distinctCharacterCount)
  return Math.log(
    count > 0
      ? count / (total + distinctCount)
      : distinctCount / (total + distinctCount) / Math.max(10, alphabetSize - distinctCount),
  )
}
