import { message, type Message } from '@aw-flow/messages'
import type { EncodedColumn } from '../encoded-table.ts'

/** The most frequent form of a word. */
interface UsualForm {
  text: string
  /** Number of cells with this form. */
  cellCount: number
  /** Number of cells with any form of the word. */
  totalCellCount: number
}

/** Statistics about the formats that occur in a column. */
export interface FormatStatistics {
  /** Share of cells with leading or trailing whitespace. */
  paddedShare: number
  /** Share of cells with repeated spaces. */
  doubledShare: number
  /** Share of cells that are enclosed in quotation marks. */
  quotedShare: number
  /** Share of cells that end with a period. */
  trailingPeriodShare: number
  /** Among cells with three or more letters, the share that are in upper case. */
  upperShare: number
  /** Among cells with three or more letters, the share that are in lower case. */
  lowerShare: number
  /** Share of cells that contain words in an unusual case. */
  unusualCaseShare: number
  /** The usual form of each word, keyed by the word in lower case. */
  usualForms: ReadonlyMap<string, UsualForm>
}

const wordPattern = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu
/** A format is unusual in a column if its share of cells is below this value. */
const maxUnusualShare = 0.005
/** A letter case is the column's case if more than this share of cells uses it. */
const minCaseShare = 0.97
/** Longer values may be sentences, which legitimately end with a period. */
const maxTrailingPeriodLength = 60

/** Measures how often each format occurs in a column. */
export function measureFormats(column: EncodedColumn): FormatStatistics {
  const cellCounts = { padded: 0, doubled: 0, quoted: 0, dotted: 0 }
  // Most words occur in only one form. Words with several forms are counted in `formCountsByWord`.
  const usualForms = new Map<string, UsualForm>()
  const formCountsByWord = new Map<string, Map<string, number>>()
  let nonEmptyCount = 0
  let letterCellCount = 0
  let upperCellCount = 0
  let lowerCellCount = 0
  for (let code = 1; code < column.values.length; code++) {
    const cellCount = column.counts[code] as number
    if (cellCount === 0) continue
    const text = column.values[code] as string
    nonEmptyCount += cellCount
    if (text !== text.trim()) cellCounts.padded += cellCount
    if (/\S\s{2,}\S/.test(text)) cellCounts.doubled += cellCount
    if (isQuoted(text)) cellCounts.quoted += cellCount
    if (text.endsWith('.')) cellCounts.dotted += cellCount
    if (countLetters(text) >= 3) {
      letterCellCount += cellCount
      if (text === text.toUpperCase()) upperCellCount += cellCount
      if (text === text.toLowerCase()) lowerCellCount += cellCount
    }
    for (const wordText of findWords(text)) {
      const key = wordText.toLowerCase()
      const form = usualForms.get(key)
      const cellCountByForm = formCountsByWord.get(key)
      if (!form) usualForms.set(key, { text: wordText, cellCount, totalCellCount: cellCount })
      else if (cellCountByForm) cellCountByForm.set(wordText, (cellCountByForm.get(wordText) ?? 0) + cellCount)
      else if (form.text === wordText) {
        form.cellCount += cellCount
        form.totalCellCount += cellCount
      } else formCountsByWord.set(key, new Map([[form.text, form.cellCount]]).set(wordText, cellCount))
    }
  }
  for (const [key, cellCountByForm] of formCountsByWord) usualForms.set(key, findUsualForm(cellCountByForm))
  const computeShare = (count: number, total: number): number => count / Math.max(1, total)
  const formatStatistics = {
    paddedShare: computeShare(cellCounts.padded, nonEmptyCount),
    doubledShare: computeShare(cellCounts.doubled, nonEmptyCount),
    quotedShare: computeShare(cellCounts.quoted, nonEmptyCount),
    trailingPeriodShare: computeShare(cellCounts.dotted, nonEmptyCount),
    upperShare: computeShare(upperCellCount, letterCellCount),
    lowerShare: computeShare(lowerCellCount, letterCellCount),
    unusualCaseShare: 0,
    usualForms,
  }
  let recasedCellCount = 0
  column.values.forEach((text, code) => {
    const cellCount = column.counts[code] as number
    if (code > 0 && cellCount > 0 && applyColumnCase(text, formatStatistics) !== undefined)
      recasedCellCount += cellCount
  })
  return { ...formatStatistics, unusualCaseShare: computeShare(recasedCellCount, nonEmptyCount) }
}

function findUsualForm(cellCountByForm: ReadonlyMap<string, number>): UsualForm {
  let best = { text: '', cellCount: 0, totalCellCount: 0 }
  let totalCellCount = 0
  for (const [text, cellCount] of cellCountByForm) {
    totalCellCount += cellCount
    if (cellCount > best.cellCount) best = { text, cellCount, totalCellCount }
  }
  return { ...best, totalCellCount }
}

/** Counts a value's uppercase and lowercase letters. */
const countLetters = (text: string): number => (isLetterless(text) ? 0 : (text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0))

/**
 * Returns whether a value certainly has no letters. Most numbers, dates and times have none, and this pattern is
 * several times as fast as the one for letters.
 */
const isLetterless = (text: string): boolean => /^[\d\s.,:/+-]*$/.test(text)

const isPlainWord = (text: string): boolean => /^[a-z\d]+$/i.test(text)

const findWords = (text: string): readonly string[] => (isPlainWord(text) ? [text] : (text.match(wordPattern) ?? []))

/**
 * Returns whether the whole value is enclosed in quotation marks. Returns `false` if there are further quotation marks
 * inside, because then perhaps only the first and last words are quoted.
 */
const isQuoted = (text: string): boolean => text.length > 2 && /^["'“”„«][^"'“”„«»]+["'“”»]$/u.test(text)

/** Converts a value to its column's usual format and lists the deviations. Returns `undefined` if there are none. */
export function toUsualFormat(
  text: string,
  formatStatistics: FormatStatistics,
): { text: string; deviations: readonly Message[] } | undefined {
  let result = text
  const deviations: Message[] = []
  const applyChange = (replacement: string, deviation: Message): void => {
    if (replacement === result || replacement === '') return
    result = replacement
    deviations.push(deviation)
  }
  if (formatStatistics.quotedShare < maxUnusualShare && isQuoted(result))
    applyChange(result.slice(1, -1), message('finding.format-quotes', {}))
  if (formatStatistics.paddedShare < maxUnusualShare)
    applyChange(result.trim(), message('finding.format-surrounding-space', {}))
  if (formatStatistics.doubledShare < maxUnusualShare)
    applyChange(result.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), message('finding.format-repeated-space', {}))
  if (
    formatStatistics.trailingPeriodShare < maxUnusualShare &&
    result.length >= 4 &&
    result.length <= maxTrailingPeriodLength &&
    result.endsWith('.') &&
    !endsInAbbreviation(result)
  )
    applyChange(result.slice(0, -1), message('finding.format-period', {}))
  const recasedText =
    formatStatistics.unusualCaseShare < maxUnusualShare ? applyColumnCase(result, formatStatistics) : undefined
  if (recasedText !== undefined) applyChange(recasedText, message('finding.format-case', {}))
  return deviations.length > 0 ? { text: result, deviations } : undefined
}

/**
 * Returns whether two values differ only in leading or trailing whitespace that is usual in the column. Neither value
 * is an error in this case.
 */
export const isUsualFormatDifference = ({ paddedShare }: FormatStatistics, a: string, b: string): boolean =>
  paddedShare >= maxUnusualShare && a.trim() === b.trim()

const endsInAbbreviation = (text: string): boolean =>
  (/(?:^|[^\p{L}\p{N}])\p{L}{1,4}\.$/u.test(text) && /\s/.test(text)) || /\.[^\s]{0,3}\.$/u.test(text)

/** Returns whether all words are acronyms: they are short, and their form is their usual one in the column. */
const consistsOfAcronyms = (text: string, { usualForms }: FormatStatistics): boolean =>
  [...text.matchAll(wordPattern)].every(([wordText]) => {
    const usualForm = usualForms.get(wordText.toLowerCase())
    return wordText.length <= maxAcronymLength && usualForm?.text === wordText
  })

const maxAcronymLength = 4

/** Converts a value to its column's letter case. Returns `undefined` if its case is already usual. */
function applyColumnCase(text: string, formatStatistics: FormatStatistics): string | undefined {
  if (countLetters(text) < 3) return undefined
  // In a lowercase column, a value with an inner capital, as in "McCurry", is not converted.
  if (formatStatistics.lowerShare > minCaseShare && /\p{Ll}\p{Lu}/u.test(text)) return undefined
  if (formatStatistics.lowerShare > minCaseShare) return text === text.toLowerCase() ? undefined : text.toLowerCase()
  if (formatStatistics.upperShare > minCaseShare) return text === text.toUpperCase() ? undefined : text.toUpperCase()
  const isUpper = text === text.toUpperCase() && text !== text.toLowerCase()
  const laterWords = [...text.matchAll(wordPattern)]
    .map(([wordText]) => ({ wordText, usualForm: formatStatistics.usualForms.get(wordText.toLowerCase()) }))
    .slice(1)
  if (
    isUpper &&
    formatStatistics.upperShare < maxUnusualShare &&
    countLetters(text) >= 5 &&
    !consistsOfAcronyms(text, formatStatistics)
  ) {
    return text.replace(wordPattern, (wordText) => {
      const usualForm = formatStatistics.usualForms.get(wordText.toLowerCase())
      if (usualForm && usualForm.text !== usualForm.text.toUpperCase()) return usualForm.text
      if (usualForm && usualForm.cellCount >= 3) return usualForm.text
      return /\d/.test(wordText) ? wordText : wordText.charAt(0) + wordText.slice(1).toLowerCase()
    })
  }
  const unusualWords = laterWords.filter(
    ({ wordText, usualForm }) =>
      usualForm &&
      usualForm.text !== wordText &&
      usualForm.cellCount >= 30 &&
      usualForm.cellCount >= 0.97 * usualForm.totalCellCount &&
      !/^\p{L}$/u.test(wordText),
  )
  if (unusualWords.length === 0) return undefined
  return text.replace(
    wordPattern,
    (wordText) => unusualWords.find((candidate) => candidate.wordText === wordText)?.usualForm?.text ?? wordText,
  )
}
