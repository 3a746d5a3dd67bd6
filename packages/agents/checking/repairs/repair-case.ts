import { message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { EncodedColumn } from '../encoded-table.ts'
import type { Proposal } from './propose-repairs.ts'

/** Statistics about the use of uppercase and lowercase letters in a column. */
export interface CaseModel {
  /**
   * Number of cells, keyed by the case pattern of their words ("aA": lowercase, then uppercase). Contains only patterns
   * with an uppercase letter after a lowercase one.
   */
  patternCounts: ReadonlyMap<string, number>
  /** Number of cells that start with a letter. */
  letterCellCount: number
  /** Number of cells that start with a lowercase letter. */
  lowercaseCellCount: number
  /** Number of cells, keyed by word. */
  wordCounts: ReadonlyMap<string, number>
}

const wordPattern = /\p{L}+/gu
const minCells = 50
/** A value that occurs in more cells than this is considered intentional. */
const maxCells = 2
/** A case pattern is considered usual if more than this share of cells has it. */
const maxShare = 0.002
const maxLowercaseShare = 0.005
/** Maximum log odds that an unusual case pattern is an error. In short columns, the log odds are lower. */
const maxLogOdds = 1.5
/** Log odds if swapping two letters results in words that occur in other cells. */
const knownLogOdds = 4
/** Assumed share of cells in which a typo changes the case pattern. */
const errorRate = 0.004

const toCasePattern = (text: string): string => text.replace(/\p{Lu}+/gu, 'A').replace(/[^A]+/gu, 'a')
const isMixed = (text: string): boolean => /\p{Ll}\p{Lu}/u.test(text)
/** Returns whether a case pattern is that of a compound name, such as "McCurry". */
const isCompound = (pattern: string): boolean => /^(?:Aa)+$/.test(pattern)
const hasUsualCase = (text: string): boolean => /^\p{Lu}?\p{Ll}*$/u.test(text)

/** Builds a column's case model. */
export function buildCaseModel(column: EncodedColumn): CaseModel {
  const patternCounts = new Map<string, number>()
  const wordCounts = new Map<string, number>()
  let letterCellCount = 0
  let lowercaseCellCount = 0
  column.values.forEach((text, code) => {
    const cellCount = column.counts[code] as number
    if (code === 0 || cellCount === 0) return
    if (/^\p{L}/u.test(text)) letterCellCount += cellCount
    if (/^\p{Ll}/u.test(text)) lowercaseCellCount += cellCount
    for (const [wordText] of text.matchAll(wordPattern))
      wordCounts.set(wordText, (wordCounts.get(wordText) ?? 0) + cellCount)
    if (!isMixed(text)) return
    for (const pattern of new Set([...text.matchAll(wordPattern)].map(([wordText]) => toCasePattern(wordText))))
      if (pattern.includes('aA')) patternCounts.set(pattern, (patternCounts.get(pattern) ?? 0) + cellCount)
  })
  return { patternCounts, letterCellCount, lowercaseCellCount, wordCounts }
}

/**
 * Finds an uppercase letter after a lowercase one, or a lowercase letter at the start, if this is rare in the column.
 * The repair swaps two adjacent characters, provided that exactly one such swap gives the words their usual case.
 */
export function repairCase(
  text: string,
  column: EncodedColumn,
  { patternCounts, letterCellCount, lowercaseCellCount, wordCounts }: CaseModel,
): Proposal | undefined {
  const occurrences = column.observedCounts[column.codes.get(text) ?? -1] ?? 1
  if (occurrences > maxCells || letterCellCount < minCells) return undefined
  const maxUnusualCellCount = Math.max(maxCells, maxShare * letterCellCount)
  const unusualCaseLogOdds = Math.min(maxLogOdds, Math.log(2 * errorRate * letterCellCount))
  const unusualWord = [...text.matchAll(wordPattern)].find(
    ([wordText]) =>
      isMixed(wordText) &&
      !isCompound(toCasePattern(wordText)) &&
      (patternCounts.get(toCasePattern(wordText)) ?? 0) <= maxUnusualCellCount,
  )
  if (unusualWord) {
    const value = swapCharacters(text, unusualWord.index, unusualWord[0])
    const reason = message('finding.inner-capital', { word: unusualWord[0] })
    const repairedWords = [...(value ?? '').matchAll(wordPattern)]
    const hasKnownWords =
      repairedWords.length > 0 && repairedWords.every(([wordText]) => (wordCounts.get(wordText) ?? 0) > occurrences)
    const logOdds = hasKnownWords ? knownLogOdds : unusualCaseLogOdds
    return { ...defined({ value }), rule: 'pattern', reason, logOdds }
  }
  if (!/^\p{Ll}/u.test(text) || lowercaseCellCount > maxLowercaseShare * letterCellCount) return undefined
  return { rule: 'pattern', reason: message('finding.lowercase-start', {}), logOdds: unusualCaseLogOdds }
}

/**
 * Swaps two adjacent characters in or next to a word so that the affected words have the usual case. Returns
 * `undefined` if no swap or several swaps achieve this.
 */
function swapCharacters(text: string, wordIndex: number, wordText: string): string | undefined {
  const candidates: string[] = []
  for (
    let position = Math.max(0, wordIndex - 1);
    position < Math.min(text.length - 1, wordIndex + wordText.length);
    position++
  ) {
    const value =
      text.slice(0, position) + (text[position + 1] as string) + (text[position] as string) + text.slice(position + 2)
    const changedWords = [...value.matchAll(wordPattern)].filter(
      ({ index, 0: otherWord }) => index <= position + 1 && index + otherWord.length >= position,
    )
    if (changedWords.every(([otherWord]) => hasUsualCase(otherWord)) && value === value.trim()) candidates.push(value)
  }
  return candidates.length === 1 ? candidates[0] : undefined
}
