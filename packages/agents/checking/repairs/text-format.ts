import { message, type Message } from '@aw-flow/messages'
import type { EncodedColumn } from '../encoded-table.ts'

/** The shares of a column's cells with unusual formats. */
export interface FormatShares {
  /** Share of cells with whitespace at the start or end. */
  padded: number
  /** Share of cells with repeated spaces. */
  doubled: number
  quoted: number
  /** Share of cells with a full stop at the end. */
  dotted: number
  /** Share of uppercase strings among the cells with three or more letters. */
  upper: number
  /** Share of lowercase strings among the cells with three or more letters. */
  lower: number
  /** Share of cells with words in an unusual case. */
  recased: number
  /** The usual form of each word and its number of cells, by the word in lower case. */
  words: ReadonlyMap<string, { text: string; cells: number; total: number }>
}

const wordPattern = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu
/** Maximum share of cells with an unusual format. A more frequent format is usual in the column. */
const maxUnusual = 0.005
/** Minimum share of cells in one letter case for it to be the case of the column. */
const minCaseShare = 0.97
/** Longer values may be sentences, which end with a full stop. */
const maxDottedLength = 60

/** Measures the formats of a column. */
export function measureFormats(column: EncodedColumn): FormatShares {
  const shares = { padded: 0, doubled: 0, quoted: 0, dotted: 0 }
  // Most words have one form; the others are counted by form.
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

/** Counts the letters that have a case. */
const countLetters = (text: string): number => (isLetterless(text) ? 0 : (text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0))

/**
 * Returns whether a value has no letters, like the numbers, dates and times that fill most large columns. This pattern
 * is several times as fast as the pattern for letters.
 */
const isLetterless = (text: string): boolean => /^[\d\s.,:/+-]*$/.test(text)

const isPlainWord = (text: string): boolean => /^[a-z\d]+$/i.test(text)

const findWords = (text: string): readonly string[] => (isPlainWord(text) ? [text] : (text.match(wordPattern) ?? []))

/**
 * Returns whether quotes enclose the full value. A value with further quotes inside may start and end with quoted
 * words.
 */
const isQuoted = (text: string): boolean => text.length > 2 && /^["'“”„«][^"'“”„«»]+["'“”»]$/u.test(text)

/** Rewrites a value in the usual format of its column, and lists the deviations; `undefined` if there are none. */
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
  if (shares.quoted < maxUnusual && isQuoted(result))
    applyChange(result.slice(1, -1), message('finding.format-quotes', {}))
  if (shares.padded < maxUnusual) applyChange(result.trim(), message('finding.format-outer-space', {}))
  if (shares.doubled < maxUnusual)
    applyChange(result.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), message('finding.format-inner-space', {}))
  if (
    shares.dotted < maxUnusual &&
    result.length >= 4 &&
    result.length <= maxDottedLength &&
    result.endsWith('.') &&
    !endsInAbbreviation(result)
  )
    applyChange(result.slice(0, -1), message('finding.format-full-stop', {}))
  const recasedText = shares.recased < maxUnusual ? applyColumnCase(result, shares) : undefined
  if (recasedText !== undefined) applyChange(recasedText, message('finding.format-case', {}))
  return deviations.length > 0 ? { text: result, deviations } : undefined
}

/** Returns whether two values differ only in a format that is usual in the column: neither is an error. */
export const isUsualFormatDifference = ({ padded }: FormatShares, a: string, b: string): boolean =>
  padded >= maxUnusual && a.trim() === b.trim()

const endsInAbbreviation = (text: string): boolean =>
  (/(?:^|[^\p{L}\p{N}])\p{L}{1,4}\.$/u.test(text) && /\s/.test(text)) || /\.[^\s]{0,3}\.$/u.test(text)

/** Returns whether all words are short and always uppercase in the column, like acronyms. */
const consistsOfAcronyms = (text: string, { words }: FormatShares): boolean =>
  [...text.matchAll(wordPattern)].every(([wordText]) => {
    const usualForm = words.get(wordText.toLowerCase())
    return wordText.length <= maxAcronymLength && usualForm?.text === wordText
  })

const maxAcronymLength = 4

/** Converts a value to the case of its column; `undefined` if it already has that case or another usual one. */
function applyColumnCase(text: string, shares: FormatShares): string | undefined {
  if (countLetters(text) < 3) return undefined
  // An inner capital, as in "McCurry", is not a different case.
  if (shares.lower > minCaseShare && /\p{Ll}\p{Lu}/u.test(text)) return undefined
  if (shares.lower > minCaseShare) return text === text.toLowerCase() ? undefined : text.toLowerCase()
  if (shares.upper > minCaseShare) return text === text.toUpperCase() ? undefined : text.toUpperCase()
  const isUpper = text === text.toUpperCase() && text !== text.toLowerCase()
  const others = [...text.matchAll(wordPattern)]
    .map(([wordText]) => ({ found: wordText, usualForm: shares.words.get(wordText.toLowerCase()) }))
    .slice(1)
  if (isUpper && shares.upper < maxUnusual && countLetters(text) >= 5 && !consistsOfAcronyms(text, shares)) {
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
