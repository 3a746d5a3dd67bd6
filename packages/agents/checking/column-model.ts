import { bareText } from './error-rates.ts'
import type { EncodedColumn } from './encoded-table.ts'
import { indexNear, type NearIndex } from './near-index.ts'
import { slipBetween } from './slip.ts'
import { modelTexts, type TextLikelihood } from './text-likelihood.ts'
import { isNumber, modelShapes, type ShapeModel } from './value-shape.ts'

/** What a column's own values say about which values it may hold. Made of what is believed, so it is made anew each round. */
export interface ColumnModel {
  column: EncodedColumn
  /** Rows with a value. */
  filled: number
  /** The share of rows whose value stands nowhere else: how probable a new value is. */
  novelty: number
  /** Different values. */
  distinct: number
  /** Values in three rows and more. */
  established: NearIndex
  /** The same by their length. */
  byLength: ReadonlyMap<number, readonly string[]>
  /** How many of these there are. */
  types: number
  /** The most frequent value by its letters and digits. */
  byBareText: ReadonlyMap<string, string>
  shapes: ShapeModel
  texts: TextLikelihood
  /** The share of established values that have another one a slip away, by the kind of the slip. */
  alike: Readonly<Record<SlipKind, number>>
  /** Almost all values are numbers. */
  numeric: boolean
}

const establishedFrom = 3
const mostCompared = 400

export function modelColumn(column: EncodedColumn, rows: number): ColumnModel {
  const held: (readonly [string, number])[] = []
  const established: string[] = []
  const byBareText = new Map<string, string>()
  let singles = 0
  let numbers = 0
  for (let code = 1; code < column.values.length; code++) {
    const count = column.counts[code] as number
    if (count === 0) continue
    const text = column.values[code] as string
    held.push([text, count])
    if (count === 1) singles++
    if (count >= establishedFrom) established.push(text)
    if (isNumber(text)) numbers += count
    const bare = bareText(text)
    const known = byBareText.get(bare)
    if (known === undefined || (column.counts[column.codes.get(known) as number] as number) < count)
      byBareText.set(bare, text)
  }
  const filled = rows - (column.counts[0] as number)
  const index = indexNear(established)
  const countOf = (text: string): number => column.counts[column.codes.get(text) as number] as number
  const everything = held.map(([text]) => text)
  return {
    column,
    filled,
    distinct: Math.max(1, held.length),
    novelty: Math.max(0.5, singles) / Math.max(1, filled),
    established: index,
    byLength: groupByLength(established),
    types: established.length,
    byBareText,
    shapes: modelShapes(held, numbers >= 0.9 * filled),
    texts: modelTexts(everything),
    alike:
      established.length < held.length / 10
        ? alikeOf(everything, indexNear(everything), countOf)
        : alikeOf(established, index, countOf),
    numeric: numbers >= 0.9 * filled,
  }
}

/** Texts by how long they are. */
export function groupByLength(texts: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>()
  for (const text of texts) groups.set(text.length, [...(groups.get(text.length) ?? []), text])
  return groups
}

/** A value so much rarer than the one that it resembles may be a slip that was made several times. */
const comparable = 0.02
/** How far values that are a letter apart speak for values in which letters are swapped or doubled. */
const kindred = 0.05

function alikeOf(
  established: readonly string[],
  index: NearIndex,
  countOf: (text: string) => number,
): ColumnModel['alike'] {
  const step = Math.max(1, Math.floor(established.length / mostCompared))
  const found = { digit: 0, letter: 0, swap: 0, double: 0, format: 0 }
  const byBare = new Map<string, number>()
  for (const text of established) byBare.set(bareText(text), (byBare.get(bareText(text)) ?? 0) + 1)
  let compared = 0
  for (let at = 0; at < established.length; at += step) {
    const text = established[at] as string
    compared++
    const near = index
      .near(text)
      .filter((other) => Math.min(countOf(other), countOf(text)) > comparable * Math.max(countOf(other), countOf(text)))
    const kinds = new Set(near.map((other) => slipKind(other, text)))
    for (const kind of ['digit', 'letter', 'swap', 'double'] as const) if (kinds.has(kind)) found[kind]++
    if ((byBare.get(bareText(text)) ?? 0) > 1) found.format++
  }
  const smooth = (count: number): number => (count + 0.04) / (compared + 1)
  // Where letters are exchanged by right, they may be swapped or doubled by right too.
  const alsoBy = (count: number): number => smooth(count + kindred * found.letter)
  return {
    digit: smooth(found.digit),
    letter: smooth(found.letter),
    swap: alsoBy(found.swap),
    double: alsoBy(found.double),
    format: smooth(found.format),
  }
}

/** What a slip between two values does: names and words are seldom two letters in another order apart by right. */
export type SlipKind = 'digit' | 'letter' | 'swap' | 'double' | 'format'

/** Of which kind the slip between two values is. */
export function slipKind(written: string, meant: string): SlipKind {
  const found = slipBetween(written, meant)
  if (bareText(written) === bareText(meant) && found?.slip !== 'swap' && found?.slip !== 'double') return 'format'
  if (!found) return 'letter'
  const { at, slip } = found
  const touched = slip === 'insert' || slip === 'double' ? written[at] : meant[at]
  if (/\d/.test(touched ?? '')) return 'digit'
  return slip === 'swap' || slip === 'double' ? slip : 'letter'
}

/** The rate of the errors that a kind of slip is one of. */
export const rateOf = (kind: SlipKind): 'replace' | 'swap' | 'double' | 'format' =>
  kind === 'digit' || kind === 'letter' ? 'replace' : kind

/**
 * Log of the probability that a cell rightly holds this text, on the column's evidence alone and without counting the
 * cell itself (`own`: how many of the cells that hold it are the cell's own, 1 or 0).
 */
export function logRight(
  model: ColumnModel,
  text: string,
  own: number,
  near?: { text: string; logSlip: number; rate: number },
): number {
  const { column, filled, shapes } = model
  const code = column.codes.get(text)
  const others = (code === undefined ? 0 : (column.counts[code] as number)) - own
  if (others > 0) return Math.log(others / Math.max(1, filled))
  const afresh = Math.exp(model.texts.log(text, own > 0)) * shapes.probability(text)
  // A new value may rightly stand beside an old one, as often as old ones stand beside each other.
  const beside = near ? model.alike[slipKind(text, near.text)] * near.rate * Math.exp(near.logSlip) : 0
  return Math.log(model.novelty * (afresh + beside) + 1e-300)
}
