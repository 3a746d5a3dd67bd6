import { groupByLength, slipKind, type ColumnModel } from './column-model.ts'
import type { EncodedColumn } from './encoded-table.ts'
import { logMiswritten, type ErrorRates } from './error-rates.ts'
import { indexNear, type NearIndex } from './near-index.ts'
import type { Proposal } from './propose-value.ts'

/** Endings and short words differ by right more often than the inside of long words; by two letters swapped hardly any do. */
type WordPlace = 'short' | 'end' | 'inside' | 'swap' | 'double'

const long = 7

function wordPlace(written: string, meant: string): WordPlace {
  const kind = slipKind(written, meant)
  if (kind === 'swap' || kind === 'double') return kind
  if (meant.length < long) return 'short'
  return written.slice(0, meant.length - 1) === meant.slice(0, -1) ? 'end' : 'inside'
}

/** The words of a column: of letters only, as they are written. */
export interface WordModel {
  counts: ReadonlyMap<string, number>
  all: number
  /** The share of words that stand in one cell only. */
  novelty: number
  established: NearIndex
  types: number
  /** The established words by their length. */
  byLength: ReadonlyMap<number, readonly string[]>
  /** The share of established words that have another one a slip away: of short and of long ones, at their end and before it; of all, by swapped and doubled letters. */
  alike: Readonly<Record<WordPlace, number>>
}

const word = /\p{L}+/gu
const shortest = 4
const establishedFrom = 4
const mostCompared = 400
/** In longer texts no blank is moved: each of them would be tried. */
const longest = 400
/** What is written so more often is no slip. */
const mostAlike = 2
/** By how much less probable a slip is, as a logarithm, that leaves another form of the word: a letter more or less at its end. */
const inflection = 1.5
/** A word so much rarer than one that it resembles may be a slip that was made several times. */
const comparable = 0.02

export function modelWords(column: EncodedColumn): WordModel {
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
    count >= establishedFrom && text.length >= shortest ? [text] : [],
  )
  const index = indexNear(established)
  const singles = [...counts.values()].filter((count) => count === 1).length
  const step = Math.max(1, Math.floor(established.length / mostCompared))
  const compared = established.filter((_, at) => at % step === 0)
  const alike = (place: WordPlace): number => {
    const isAnywhere = place === 'swap' || place === 'double'
    const among = compared.filter((text) => isAnywhere || (place === 'short') === text.length < long)
    const having = among.filter((text) => index.near(text).some((other) => wordPlace(other, text) === place))
    return (having.length + 0.04) / (among.length + 1)
  }
  return {
    counts,
    all,
    novelty: Math.max(0.5, singles) / Math.max(1, all),
    established: index,
    types: established.length,
    byLength: groupByLength(established),
    alike: {
      short: alike('short'),
      end: alike('end'),
      inside: alike('inside'),
      swap: alike('swap'),
      double: alike('double'),
    },
  }
}

/** The text with one word, that stands nowhere else, as a frequent word a slip away; `undefined` where no word is so. */
export function mendWord(
  text: string,
  { column }: ColumnModel,
  words: WordModel,
  rates: ErrorRates,
): Proposal | undefined {
  const cells = column.written[column.codes.get(text) ?? -1] ?? 1
  if (cells > mostAlike) return undefined
  let best: Proposal | undefined
  for (const match of text.matchAll(word)) {
    const [written] = match
    if (written.length < shortest - 1 || (written === written.toUpperCase() && written.length < shortest)) continue
    const same = words.counts.get(written) ?? 0
    const { blot } = rates
    const near = words.established.near(written)
    if (blot && written.includes(blot.character)) near.push(...(words.byLength.get(written.length) ?? []))
    for (const meant of near) {
      const frequency = words.counts.get(meant) ?? 0
      if (isBegun(written, meant)) continue
      const logSlip = logMiswritten(written, meant, rates)
      if (same > Math.max(cells, comparable * frequency) || frequency < 4 * cells || logSlip === -Infinity) continue
      const places = Math.log(written.length / text.length)
      const wrong = Math.log(frequency / words.all) + logSlip + places
      const afresh = Math.exp(-2.3 * written.length)
      const place = wordPlace(written, meant)
      const slipRate = place === 'swap' || place === 'double' ? rates[place] : rates.replace
      const beside = ((words.alike[place] / words.types) * Math.exp(logSlip)) / slipRate
      const inflected = place === 'end' && written.length !== meant.length ? inflection : 0
      const odds = wrong - Math.log(words.novelty * (afresh + beside)) - inflected
      if (best && best.odds >= odds) continue
      const value = text.slice(0, match.index) + meant + text.slice(match.index + written.length)
      best = {
        value,
        rule: 'spelling',
        reason: `"${written}" is one character away from "${meant}", which stands in ${frequency} cells.`,
        odds,
      }
    }
  }
  // Two known words tell more than one that is nearly known beside one that is not.
  const moved = moveBlank(text, words, cells)
  return moved ? { ...moved, odds: Math.max(moved.odds, best?.odds ?? -Infinity) } : best
}

/** A word that is written small elsewhere begins with a capital by right, as at the beginning of a sentence. */
const isBegun = (written: string, meant: string): boolean =>
  written !== meant && written.charAt(0).toLowerCase() + written.slice(1) === meant

/** The text with one blank a place further, where that makes two known words of one that stands nowhere else. */
function moveBlank(text: string, { counts }: WordModel, cells: number): Proposal | undefined {
  if (text.length > longest) return undefined
  // The more blanks are tried, the sooner one of them makes known words by chance.
  const blanks = Math.max(1, text.split(' ').length - 1)
  for (let at = 1; at + 1 < text.length; at++) {
    if (text[at] !== ' ' || text[at - 1] === ' ' || text[at + 1] === ' ') continue
    for (const from of [at - 1, at]) {
      const value = text.slice(0, from) + text[from + 1] + text[from] + text.slice(from + 2)
      const before = wordsAt(text, at)
      const after = wordsAt(value, from === at ? at + 1 : at - 1)
      const isKnown = after.length === 2 && after.every((one) => (counts.get(one) ?? 0) > Math.max(2, 2 * cells))
      if (!isKnown || before.every((one) => (counts.get(one) ?? 0) > cells)) continue
      const reason = `With the blank a place further it is "${after.join(' ')}", words that other cells have.`
      return { value, rule: 'spelling', reason, odds: 2 - Math.log(blanks) }
    }
  }
  return undefined
}

/** The words on both sides of a blank. */
function wordsAt(text: string, blank: number): string[] {
  const left = /[^ ]+$/.exec(text.slice(0, blank))?.[0] ?? ''
  const right = /^[^ ]+/.exec(text.slice(blank + 1))?.[0] ?? ''
  return [left, right].filter((one) => one !== '')
}
