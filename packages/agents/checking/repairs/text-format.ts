import { message, type Message } from '@aw-flow/messages'
import type { EncodedColumn } from '../encoded-table.ts'

/** Statistics about the formats that occur in a column. */
export interface FormatShares {
  /** Share of cells with leading or trailing whitespace. */
  padded: number
  /** Share of cells with repeated spaces. */
  doubled: number
  /** Share of cells that are enclosed in quotation marks. */
  quoted: number
  /** Share of cells that end with a full stop. */
  dotted: number
  /** Among cells with three or more letters, the share that are in upper case. */
  upper: number
  /** Among cells with three or more letters, the share that are in lower case. */
  lower: number
  /** Share of cells that contain words in an unusual case. */
  recased: number
  /**
   * The usual form of each word, keyed by the word in lower case. `cells` is the count of this form, `total` that of
   * all forms.
   */
  words: ReadonlyMap<string, { text: string; cells: number; total: number }>
}

const wordPattern = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu
/** A format is unusual in a column if its share of cells is below this value. */
const maxUnusualShare = 0.005
/** A letter case is the column's case if more than this share of cells uses it. */
const minCaseShare = 0.97
/** Longer values may be sentences, which legitimately end with a full stop. */
const maxDottedLength = 60

/** Measures how often each format occurs in a column. */
export function measureFormats(column: EncodedColumn): FormatShares {
  const shares = { padded: 0, doubled: 0, quoted: 0, dotted: 0 }
  // Most words occur in only one form. Words with several forms are counted in `formCountsByWord`.
  const words = new Map<string, { text: string; cells: number; total: number }>()
  const formCountsByWord = new Map<string, Map<string, number>>()
  let filled = 0
  let lettered = 0
  let upper = 0
  let lower = 0
  for (let code = 1; code < column.values.length; code++) {
    const cells = column.counts[code] as number
    if (cells === 0) continue
    const text = column.values[code] as string
    filled += cells
    if (text !== text.trim()) shares.padded += cells
    if (/\S\s{2,}\S/.test(text)) shares.doubled += cells
    if (isQuoted(text)) shares.quoted += cells
    if (text.endsWith('.')) shares.dotted += cells
    if (countLetters(text) >= 3) {
      lettered += cells
      if (text === text.toUpperCase()) upper += cells
      if (text === text.toLowerCase()) lower += cells
    }
    for (const wordText of findWords(text)) {
      const key = wordText.toLowerCase()
      const form = words.get(key)
      const cellsByForm = formCountsByWord.get(key)
      if (!form) words.set(key, { text: wordText, cells, total: cells })
      else if (cellsByForm) cellsByForm.set(wordText, (cellsByForm.get(wordText) ?? 0) + cells)
      else if (form.text === wordText) {
        form.cells += cells
        form.total += cells
      } else formCountsByWord.set(key, new Map([[form.text, form.cells]]).set(wordText, cells))
    }
  }
  for (const [key, cellsByForm] of formCountsByWord) words.set(key, findUsualForm(cellsByForm))
  const computeShare = (count: number, total: number): number => count / Math.max(1, total)
  const measured = {
    padded: computeShare(shares.padded, filled),
    doubled: computeShare(shares.doubled, filled),
    quoted: computeShare(shares.quoted, filled),
    dotted: computeShare(shares.dotted, filled),
    upper: computeShare(upper, lettered),
    lower: computeShare(lower, lettered),
    recased: 0,
    words,
  }
  let recasedCells = 0
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code > 0 && cells > 0 && applyColumnCase(text, measured) !== undefined) recasedCells += cells
  })
  return { ...measured, recased: computeShare(recasedCells, filled) }
}

function findUsualForm(cellsByForm: ReadonlyMap<string, number>): { text: string; cells: number; total: number } {
  let best = { text: '', cells: 0, total: 0 }
  let total = 0
  for (const [text, cells] of cellsByForm) {
    total += cells
    if (cells > best.cells) best = { text, cells, total }
  }
  return { ...best, total }
}

/** Counts a value's uppercase and lowercase letters. */
const countLetters = (text: string): number => (isLetterless(text) ? 0 : (text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0))

/**
 * Returns whether a value certainly has no letters, as is true of most numbers, dates and times. Large columns often
 * contain such values, and this pattern is several times as fast as the one for letters.
 */
const isLetterless = (text: string): boolean => /^[\d\s.,:/+-]*$/.test(text)

const isPlainWord = (text: string): boolean => /^[a-z\d]+$/i.test(text)

const findWords = (text: string): readonly string[] => (isPlainWord(text) ? [text] : (text.match(wordPattern) ?? []))

/**
 * Returns whether the whole value is enclosed in quotation marks. If there are further quotation marks inside, only the
 * first and last words may be quoted.
 */
const isQuoted = (text: string): boolean => text.length > 2 && /^["'“”„«][^"'“”„«»]+["'“”»]$/u.test(text)

/** Converts a value to its column's usual format and lists the deviations. Returns `undefined` if there are none. */
export function toUsualFormat(
  text: string,
  shares: FormatShares,
): { text: string; deviations: readonly Message[] } | undefined {
  let result = text
  const deviations: Message[] = []
  const applyChange = (to: string, deviation: Message): void => {
    if (to === result || to === '') return
    result = to
    deviations.push(deviation)
  }
  if (shares.quoted < maxUnusualShare && isQuoted(result))
    applyChange(result.slice(1, -1), message('finding.format-quotes', {}))
  if (shares.padded < maxUnusualShare) applyChange(result.trim(), message('finding.format-outer-space', {}))
  if (shares.doubled < maxUnusualShare)
    applyChange(result.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), message('finding.format-inner-space', {}))
  if (
    shares.dotted < maxUnusualShare &&
    result.length >= 4 &&
    result.length <= maxDottedLength &&
    result.endsWith('.') &&
    !endsInAbbreviation(result)
  )
    applyChange(result.slice(0, -1), message('finding.format-full-stop', {}))
  const recasedText = shares.recased < maxUnusualShare ? applyColumnCase(result, shares) : undefined
  if (recasedText !== undefined) applyChange(recasedText, message('finding.format-case', {}))
  return deviations.length > 0 ? { text: result, deviations } : undefined
}

/**
 * Returns whether two values differ only in leading or trailing whitespace that is usual in the column, so that neither
 * is an error.
 */
export const isUsualFormatDifference = ({ padded }: FormatShares, a: string, b: string): boolean =>
  padded >= maxUnusualShare && a.trim() === b.trim()

const endsInAbbreviation = (text: string): boolean =>
  (/(?:^|[^\p{L}\p{N}])\p{L}{1,4}\.$/u.test(text) && /\s/.test(text)) || /\.[^\s]{0,3}\.$/u.test(text)

/** Returns whether all words are acronyms: they are short and their usual form in the column is the present one. */
const consistsOfAcronyms = (text: string, { words }: FormatShares): boolean =>
  [...text.matchAll(wordPattern)].every(([wordText]) => {
    const usualForm = words.get(wordText.toLowerCase())
    return wordText.length <= maxAcronymLength && usualForm?.text === wordText
  })

const maxAcronymLength = 4

/** Converts a value to its column's letter case. Returns `undefined` if its case is already usual. */
function applyColumnCase(text: string, shares: FormatShares): string | undefined {
  if (countLetters(text) < 3) return undefined
  // In a lowercase column, a value with an inner capital, as in "McCurry", is not converted.
  if (shares.lower > minCaseShare && /\p{Ll}\p{Lu}/u.test(text)) return undefined
  if (shares.lower > minCaseShare) return text === text.toLowerCase() ? undefined : text.toLowerCase()
  if (shares.upper > minCaseShare) return text === text.toUpperCase() ? undefined : text.toUpperCase()
  const isUpper = text === text.toUpperCase() && text !== text.toLowerCase()
  const others = [...text.matchAll(wordPattern)]
    .map(([wordText]) => ({ found: wordText, usualForm: shares.words.get(wordText.toLowerCase()) }))
    .slice(1)
  if (isUpper && shares.upper < maxUnusualShare && countLetters(text) >= 5 && !consistsOfAcronyms(text, shares)) {
    return text.replace(wordPattern, (wordText) => {
      const usualForm = shares.words.get(wordText.toLowerCase())
      if (usualForm && usualForm.text !== usualForm.text.toUpperCase()) return usualForm.text
      if (usualForm && usualForm.cells >= 3) return usualForm.text
      return /\d/.test(wordText) ? wordText : wordText.charAt(0) + wordText.slice(1).toLowerCase()
    })
  }
  const unusual = others.filter(
    ({ found: wordText, usualForm }) =>
      usualForm &&
      usualForm.text !== wordText &&
      usualForm.cells >= 30 &&
      usualForm.cells >= 0.97 * usualForm.total &&
      !/^\p{L}$/u.test(wordText),
  )
  if (unusual.length === 0) return undefined
  return text.replace(
    wordPattern,
    (wordText) => unusual.find((other) => other.found === wordText)?.usualForm?.text ?? wordText,
  )
}
