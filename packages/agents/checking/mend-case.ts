import type { EncodedColumn } from './encoded-table.ts'
import type { Proposal } from './propose-value.ts'

/** In which orders of small letters and capitals a column's words are written. */
export interface CaseModel {
  /** In how many cells there is a word of this order ("aA": small letters, then capitals), of the orders with a capital behind a small letter. */
  orders: ReadonlyMap<string, number>
  /** How many cells begin with a letter, and how many of them with a small one. */
  lettered: number
  small: number
  /** In how many cells each word stands. */
  words: ReadonlyMap<string, number>
}

const word = /\p{L}+/gu
/** So few cells tell nothing. */
const leastCells = 50
/** What is written so in more cells, or a greater share of them, is one of the column's ways. */
const mostCells = 2
const mostShare = 0.002
const smallShare = 0.005
/** Log of the odds that what no other cell does is a slip, at most; of few cells less. */
const mostOdds = 1.5
/** The same where two letters in another order make words of it that other cells have. */
const knownOdds = 4
/** In which share of cells a slip leaves a capital behind a small letter, or a small one at the beginning. */
const slips = 0.004

const orderOf = (text: string): string => text.replace(/\p{Lu}+/gu, 'A').replace(/[^A]+/gu, 'a')
const isMixed = (text: string): boolean => /\p{Ll}\p{Lu}/u.test(text)
/** Names that are put together begin anew: "McCurry". */
const isTogether = (order: string): boolean => /^(?:Aa)+$/.test(order)
const isUsual = (text: string): boolean => /^\p{Lu}?\p{Ll}*$/u.test(text)

export function modelCase(column: EncodedColumn): CaseModel {
  const orders = new Map<string, number>()
  const words = new Map<string, number>()
  let lettered = 0
  let small = 0
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code === 0 || cells === 0) return
    if (/^\p{L}/u.test(text)) lettered += cells
    if (/^\p{Ll}/u.test(text)) small += cells
    for (const [found] of text.matchAll(word)) words.set(found, (words.get(found) ?? 0) + cells)
    if (!isMixed(text)) return
    for (const order of new Set([...text.matchAll(word)].map(([found]) => orderOf(found))))
      if (order.includes('aA')) orders.set(order, (orders.get(order) ?? 0) + cells)
  })
  return { orders, lettered, small, words }
}

/**
 * A text with a capital behind a small letter, or with a small letter at its beginning, where hardly any other cell of the
 * column has one; with two neighbouring characters swapped where that alone takes it away.
 */
export function mendCase(
  text: string,
  column: EncodedColumn,
  { orders, lettered, small, words }: CaseModel,
): Proposal | undefined {
  const cells = column.written[column.codes.get(text) ?? -1] ?? 1
  if (cells > mostCells || lettered < leastCells) return undefined
  const usual = Math.max(mostCells, mostShare * lettered)
  const ofFew = Math.min(mostOdds, Math.log(2 * slips * lettered))
  const strange = [...text.matchAll(word)].find(
    ([found]) => isMixed(found) && !isTogether(orderOf(found)) && (orders.get(orderOf(found)) ?? 0) <= usual,
  )
  if (strange) {
    const value = swapped(text, strange.index, strange[0])
    const reason = `"${strange[0]}" has a capital behind a small letter, as hardly any other word of the column has.`
    const known = [...(value ?? '').matchAll(word)]
    const isKnown = known.length > 0 && known.every(([one]) => (words.get(one) ?? 0) > cells)
    const odds = isKnown ? knownOdds : ofFew
    return { ...(value === undefined ? {} : { value }), rule: 'pattern', reason, odds }
  }
  if (!/^\p{Ll}/u.test(text) || small > smallShare * lettered) return undefined
  return {
    rule: 'pattern',
    reason: 'It begins with a small letter, as hardly any other value of the column does.',
    odds: ofFew,
  }
}

/** The text with two characters of the word or beside it swapped, so that no capital is behind a small letter; if there is one way. */
function swapped(text: string, from: number, found: string): string | undefined {
  const ways: string[] = []
  for (let at = Math.max(0, from - 1); at < Math.min(text.length - 1, from + found.length); at++) {
    const value = text.slice(0, at) + (text[at + 1] as string) + (text[at] as string) + text.slice(at + 2)
    const touched = [...value.matchAll(word)].filter(({ index, 0: one }) => index <= at + 1 && index + one.length >= at)
    if (touched.every(([one]) => isUsual(one)) && value === value.trim()) ways.push(value)
  }
  return ways.length === 1 ? ways[0] : undefined
}
