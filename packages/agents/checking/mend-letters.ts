import type { EncodedColumn } from './encoded-table.ts'
import type { ErrorRates } from './error-rates.ts'
import { modelLetters, type LetterModel, type WordAround } from './letter-model.ts'
import type { Proposal } from './propose-value.ts'

const word = /\p{L}+/gu
const shortest = 4
/** Longer ones are no words, and each of their letters would be exchanged. */
const longest = 40
/** Fewer different words tell nothing of how words are spelled. */
const leastWords = 200
/** What is written so in more cells is no slip. */
const mostAlike = 2
/** The share of words that are spelled like no others: foreign names, abbreviations. */
const foreign = 0.02
/** Log of how improbable a letter must be for its word to be looked at. */
const strange = -5
/** Log of how much likelier a repair must be than all others together. */
const leastMargin = 1
/** From these odds on it is told. */
const told = 2

const isWord = ({ length }: string): boolean => length >= shortest && length <= longest

/** How the words of a table are spelled. */
export interface Spelling {
  letters: LetterModel
  /** In how many cells a word stands, in small letters. */
  cells: ReadonlyMap<string, number>
}

/** How the words of a table's columns are spelled; `undefined` where there are too few of them. */
export function modelSpelling(columns: readonly EncodedColumn[]): Spelling | undefined {
  const cells = new Map<string, number>()
  for (const column of columns)
    column.values.forEach((text, code) => {
      const own = column.counts[code] as number
      if (code === 0 || own === 0) return
      for (const [found] of text.matchAll(word)) {
        const key = found.toLowerCase()
        if (isWord(key)) cells.set(key, (cells.get(key) ?? 0) + own)
      }
    })
  return cells.size < leastWords ? undefined : { letters: modelLetters(cells.keys()), cells }
}

/**
 * A text with a word that hardly any other cell has and whose letters hardly any word of the table has in this order, where one
 * slip explains it better than its being another new word does (a noisy channel over the table's letters).
 */
export function mendLetters(
  text: string,
  column: EncodedColumn,
  spelling: Spelling | undefined,
  rates: ErrorRates,
): Proposal | undefined {
  if (!spelling) return undefined
  const standing = column.written[column.codes.get(text) ?? -1] ?? 1
  if (standing > mostAlike) return undefined
  const { letters, cells } = spelling
  const known = new Set(letters.alphabet)
  const isKnown = (letter: string): boolean => known.has(letter)
  let best: Proposal | undefined
  for (const match of text.matchAll(word)) {
    const [written] = match
    const lower = written.toLowerCase()
    const seen = cells.get(lower) ?? 0
    // Letters are found by their place, in small letters as in large ones.
    if (!isWord(written) || seen > standing || [...lower].length !== written.length || ![...lower].every(isKnown))
      continue
    const found = letters.look(written, seen > 0, (around) => likeliest(written, around, letters.alphabet, rates))
    if (!found || (best && best.odds >= found.odds)) continue
    const { meant, odds } = found
    const value =
      meant === undefined ? undefined : text.slice(0, match.index) + meant + text.slice(match.index + written.length)
    const reason = `"${written}" is spelled like no other word of the table.`
    best = { ...(value === undefined ? {} : { value }), rule: 'spelling', reason, odds }
  }
  return best
}

function likeliest(
  written: string,
  around: WordAround,
  alphabet: readonly string[],
  rates: ErrorRates,
): { meant?: string; odds: number } | undefined {
  if (around.least > strange) return undefined
  const { length } = written
  const isUpper = written === written.toUpperCase()
  const cased = (letter: string, like: string): string =>
    isUpper || (like !== like.toLowerCase() && length > 1) ? letter.toUpperCase() : letter
  let all = 0
  let first: { meant: string; mass: number } | undefined
  let second = 0
  const weigh = (at: number, taken: number, put: string, rate: number): void => {
    const mass = rate * Math.exp(around.with(at, taken, put))
    all += mass
    if (first && mass <= first.mass) {
      second = Math.max(second, mass)
      return
    }
    second = first?.mass ?? 0
    first = { meant: written.slice(0, at) + put + written.slice(at + taken), mass }
  }
  for (let at = 0; at < length; at++) {
    const own = written[at] as string
    const isDoubled = at > 0 && own.toLowerCase() === written[at - 1]?.toLowerCase()
    weigh(at, 1, '', isDoubled ? rates.double / length : rates.insert / (length * 30))
    for (const letter of alphabet)
      if (letter !== own.toLowerCase()) weigh(at, 1, cased(letter, own), rates.replace / (length * 25))
    const next = written[at + 1]
    if (next !== undefined && next.toLowerCase() !== own.toLowerCase())
      weigh(at, 2, next + own, rates.swap / (length - 1))
  }
  for (let at = 1; at <= length; at++)
    for (const letter of alphabet)
      weigh(at, 0, cased(letter, written[at] ?? written[at - 1] ?? ''), rates.drop / (length + 1))
  const right = (1 - foreign) * Math.exp(around.log) + foreign * Math.exp(-Math.log(30) * (length + 1))
  const odds = Math.log(all / right)
  if (odds < told || !first) return undefined
  return { ...(Math.log(first.mass / (all - first.mass + 1e-300)) >= leastMargin ? { meant: first.meant } : {}), odds }
}
