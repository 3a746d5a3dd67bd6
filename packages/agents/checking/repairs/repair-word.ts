import { message } from '@aw-flow/messages'
import { groupByLength, maxTypoRatio, typoKind, type ColumnModel } from '../scoring/column-model.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { logErrorLikelihood, type ErrorRates } from '../scoring/error-rates.ts'
import { createTypoIndex, type TypoIndex } from './typo-index.ts'
import type { Proposal } from './propose-repairs.ts'

/**
 * Where a word differs from a similar one. Correct words differ more often at their ends, or if they are short, than
 * inside long words; they rarely differ by swapped or doubled letters.
 */
type WordPlace = 'short' | 'end' | 'inside' | 'swap' | 'double'

const longWord = 7

function wordPlace(written: string, meant: string): WordPlace {
  const kind = typoKind(written, meant)
  if (kind === 'swap' || kind === 'double') return kind
  if (meant.length < longWord) return 'short'
  return written.slice(0, meant.length - 1) === meant.slice(0, -1) ? 'end' : 'inside'
}

/** The words of a column: runs of letters. */
export interface WordModel {
  /** Number of cells by word. */
  counts: ReadonlyMap<string, number>
  all: number
  /** Share of words that occur once. */
  novelty: number
  established: TypoIndex
  types: number
  /** Established words by their length. */
  byLength: ReadonlyMap<number, readonly string[]>
  /** Share of established words that are one typo away from another one, by place. */
  similar: Readonly<Record<WordPlace, number>>
}

const word = /\p{L}+/gu
const minLength = 4
const minEstablished = 4
const maxCompared = 400
/** Spaces are moved only in shorter texts, because each space is tried. */
const maxLength = 400
/** Texts in more cells are not typos. */
const maxOccurrences = 2
/** Log likelihood penalty for an added or missing letter at the end of a word, which may be an inflection. */
const inflectionPenalty = 1.5

/** Builds the word model of a column. */
export function buildWordModel(column: EncodedColumn): WordModel {
  const counts = new Map<string, number>()
  let all = 0
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code === 0 || cells === 0) return
    for (const [found] of text.matchAll(word)) {
      counts.set(found, (counts.get(found) ?? 0) + cells)
      all += cells
    }
  })
  const established = [...counts].flatMap(([text, count]) =>
    count >= minEstablished && text.length >= minLength ? [text] : [],
  )
  const index = createTypoIndex(established)
  const singles = [...counts.values()].filter((count) => count === 1).length
  const step = Math.max(1, Math.floor(established.length / maxCompared))
  const compared = established.filter((_, at) => at % step === 0)
  const similarShare = (place: WordPlace): number => {
    const isAnywhere = place === 'swap' || place === 'double'
    const words = compared.filter((text) => isAnywhere || (place === 'short') === text.length < longWord)
    const similar = words.filter((text) => index.near(text).some((other) => wordPlace(other, text) === place))
    return (similar.length + 0.04) / (words.length + 1)
  }
  return {
    counts,
    all,
    novelty: Math.max(0.5, singles) / Math.max(1, all),
    established: index,
    types: established.length,
    byLength: groupByLength(established),
    similar: {
      short: similarShare('short'),
      end: similarShare('end'),
      inside: similarShare('inside'),
      swap: similarShare('swap'),
      double: similarShare('double'),
    },
  }
}

/** Replaces a rare word of a text with a frequent word that is one typo away; `undefined` if there is none. */
export function repairWord(
  text: string,
  { column }: ColumnModel,
  words: WordModel,
  rates: ErrorRates,
): Proposal | undefined {
  const cells = column.written[column.codes.get(text) ?? -1] ?? 1
  if (cells > maxOccurrences) return undefined
  let best: Proposal | undefined
  for (const match of text.matchAll(word)) {
    const [written] = match
    if (written.length < minLength - 1 || (written === written.toUpperCase() && written.length < minLength)) continue
    const own = words.counts.get(written) ?? 0
    const { placeholder } = rates
    const near = words.established.near(written)
    if (placeholder && written.includes(placeholder.character)) near.push(...(words.byLength.get(written.length) ?? []))
    for (const meant of near) {
      const frequency = words.counts.get(meant) ?? 0
      if (isSentenceStart(written, meant)) continue
      const logError = logErrorLikelihood(written, meant, rates)
      if (own > Math.max(cells, maxTypoRatio * frequency) || frequency < 4 * cells || logError === -Infinity) continue
      const logShare = Math.log(written.length / text.length)
      const wrong = Math.log(frequency / words.all) + logError + logShare
      const asNew = Math.exp(-2.3 * written.length)
      const place = wordPlace(written, meant)
      const typoRate = place === 'swap' || place === 'double' ? rates[place] : rates.replace
      const asSimilar = ((words.similar[place] / words.types) * Math.exp(logError)) / typoRate
      const penalty = place === 'end' && written.length !== meant.length ? inflectionPenalty : 0
      const odds = wrong - Math.log(words.novelty * (asNew + asSimilar)) - penalty
      if (best && best.odds >= odds) continue
      const value = text.slice(0, match.index) + meant + text.slice(match.index + written.length)
      best = {
        value,
        rule: 'spelling',
        reason: message('finding.typo-in-word', { word: written, value: meant, cells: frequency }),
        odds,
      }
    }
  }
  // Two known words are stronger evidence than one similar word.
  const moved = moveSpace(text, words, cells)
  return moved ? { ...moved, odds: Math.max(moved.odds, best?.odds ?? -Infinity) } : best
}

/** Whether a word is a known lowercase word with an initial capital, as at the start of a sentence. */
const isSentenceStart = (written: string, meant: string): boolean =>
  written !== meant && written.charAt(0).toLowerCase() + written.slice(1) === meant

/** Moves one space by one character if the result has two known words instead of an unknown one. */
function moveSpace(text: string, { counts }: WordModel, cells: number): Proposal | undefined {
  if (text.length > maxLength) return undefined
  // With more spaces, known words are more likely to occur by chance.
  const spaces = Math.max(1, text.split(' ').length - 1)
  for (let at = 1; at + 1 < text.length; at++) {
    if (text[at] !== ' ' || text[at - 1] === ' ' || text[at + 1] === ' ') continue
    for (const from of [at - 1, at]) {
      const value = text.slice(0, from) + text[from + 1] + text[from] + text.slice(from + 2)
      const before = wordsAt(text, at)
      const after = wordsAt(value, from === at ? at + 1 : at - 1)
      const isKnown = after.length === 2 && after.every((found) => (counts.get(found) ?? 0) > Math.max(2, 2 * cells))
      if (!isKnown || before.every((found) => (counts.get(found) ?? 0) > cells)) continue
      const reason = message('finding.moved-space', { words: after.join(' ') })
      return { value, rule: 'spelling', reason, odds: 2 - Math.log(spaces) }
    }
  }
  return undefined
}

/** The words on both sides of a space. */
function wordsAt(text: string, space: number): string[] {
  const left = /[^ ]+$/.exec(text.slice(0, space))?.[0] ?? ''
  const right = /^[^ ]+/.exec(text.slice(space + 1))?.[0] ?? ''
  return [left, right].filter((found) => found !== '')
}
