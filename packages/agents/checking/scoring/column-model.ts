import { toAlphanumericKey } from './error-rates.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { createTypoIndex, type TypoIndex } from '../repairs/typo-index.ts'
import { findTypo } from '../repairs/typo.ts'
import { buildTextModel, type TextModel } from './text-likelihood.ts'
import { isNumber, buildShapeModel, type ShapeModel } from './value-shape.ts'

/** A statistical model of a column's values. It is rebuilt from the repaired values in each round. */
export interface ColumnModel {
  column: EncodedColumn
  /** Number of non-empty rows. */
  nonEmptyCount: number
  /** Share of rows with a unique value, which estimates the probability that a value is new. */
  unseenProbability: number
  /** Number of distinct values. */
  distinctCount: number
  /** An index of the established values, which are those that occur in three or more rows. */
  establishedValues: TypoIndex
  /** Established values, keyed by length. */
  valuesByLength: ReadonlyMap<number, readonly string[]>
  /** Number of established values. */
  establishedCount: number
  /** Number of rows with the most frequent value. */
  maxCount: number
  /** The most frequent value for each alphanumeric key. Empty for columns of numbers. */
  valueByAlphanumericKey: ReadonlyMap<string, string>
  shapes: ShapeModel
  texts: TextModel
  /** Share of values that differ from another one by a single typo, keyed by the kind of typo. */
  similarShares: Readonly<Record<TypoKind, number>>
  /** Whether almost all values are numbers. */
  isNumeric: boolean
}

const minEstablishedCount = 3
const maxComparedValues = 400

/** Builds a column's model. */
export function buildColumnModel(column: EncodedColumn, rowCount: number): ColumnModel {
  const valueCounts: (readonly [string, number])[] = []
  const establishedValues: string[] = []
  let uniqueCount = 0
  let numberCount = 0
  for (let code = 1; code < column.values.length; code++) {
    const count = column.counts[code] as number
    if (count === 0) continue
    const text = column.values[code] as string
    valueCounts.push([text, count])
    if (count === 1) uniqueCount++
    if (count >= minEstablishedCount) establishedValues.push(text)
    if (isNumber(text)) numberCount += count
  }
  const nonEmptyCount = rowCount - (column.counts[0] as number)
  const isNumeric = numberCount >= 0.9 * nonEmptyCount
  const typoIndex = createTypoIndex(establishedValues)
  // Computed on first use, from the counts of now, because no value of most columns of numbers needs them.
  const counts = column.counts.slice()
  const getCount = (text: string): number => counts[column.codes.get(text) as number] as number
  const distinctStrings = valueCounts.map(([text]) => text)
  let texts: TextModel | undefined
  let similarShares: ColumnModel['similarShares'] | undefined
  return {
    column,
    nonEmptyCount,
    distinctCount: Math.max(1, valueCounts.length),
    unseenProbability: Math.max(0.5, uniqueCount) / Math.max(1, nonEmptyCount),
    establishedValues: typoIndex,
    valuesByLength: groupByLength(establishedValues),
    establishedCount: establishedValues.length,
    maxCount: valueCounts.reduce((max, [, count]) => Math.max(max, count), 0),
    valueByAlphanumericKey: isNumeric ? new Map() : findValuesByAlphanumericKey(valueCounts),
    shapes: buildShapeModel(valueCounts, isNumeric),
    get texts() {
      return (texts ??= buildTextModel(distinctStrings))
    },
    get similarShares() {
      return (similarShares ??=
        establishedValues.length < valueCounts.length / 10
          ? measureSimilarShares(
              distinctStrings,
              createTypoIndex(distinctStrings, selectComparedValues(distinctStrings)),
              getCount,
            )
          : measureSimilarShares(establishedValues, typoIndex, getCount))
    },
    isNumeric,
  }
}

/** Returns the most frequent value for each alphanumeric key. */
function findValuesByAlphanumericKey(values: readonly (readonly [text: string, count: number])[]): Map<string, string> {
  const frequentValues = new Map<string, readonly [text: string, count: number]>()
  for (const value of values) {
    const alphanumericKey = toAlphanumericKey(value[0])
    const existing = frequentValues.get(alphanumericKey)
    if (existing === undefined || existing[1] < value[1]) frequentValues.set(alphanumericKey, value)
  }
  return new Map([...frequentValues].map(([alphanumericKey, [text]]) => [alphanumericKey, text]))
}

/** Groups strings by length. */
function groupByLength(strings: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>()
  for (const text of strings) {
    const group = groups.get(text.length)
    if (group) group.push(text)
    else groups.set(text.length, [text])
  }
  return groups
}

/** Maximum ratio of the frequency of a repeated typo to the frequency of the correct value. */
export const maxTypoRatio = 0.02
/**
 * Correct values that differ by a letter suggest that correct values also differ by swapped or doubled letters. This is
 * the weight of that evidence.
 */
const relatedWeight = 0.05

/** Selects evenly spaced values to compare with all others. */
function selectComparedValues(values: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(values.length / maxComparedValues))
  return values.filter((_, position) => position % step === 0)
}

function measureSimilarShares(
  values: readonly string[],
  typoIndex: TypoIndex,
  getCount: (text: string) => number,
): ColumnModel['similarShares'] {
  const comparedValues = selectComparedValues(values)
  const counts = { digit: 0, letter: 0, swap: 0, double: 0, format: 0 }
  const countsByAlphanumericKey = new Map<string, number>()
  for (const text of comparedValues) countsByAlphanumericKey.set(toAlphanumericKey(text), 0)
  for (const text of values) {
    const alphanumericKey = toAlphanumericKey(text)
    const count = countsByAlphanumericKey.get(alphanumericKey)
    if (count !== undefined) countsByAlphanumericKey.set(alphanumericKey, count + 1)
  }
  for (const text of comparedValues) {
    const similarValues = typoIndex
      .findSimilar(text)
      .filter(
        (other) => Math.min(getCount(other), getCount(text)) > maxTypoRatio * Math.max(getCount(other), getCount(text)),
      )
    const kinds = new Set(similarValues.map((other) => classifyTypo(other, text)))
    for (const kind of ['digit', 'letter', 'swap', 'double'] as const) if (kinds.has(kind)) counts[kind]++
    if ((countsByAlphanumericKey.get(toAlphanumericKey(text)) ?? 0) > 1) counts.format++
  }
  const smooth = (count: number): number => (count + 0.04) / (comparedValues.length + 1)
  // If correct values often differ by a letter, they may also differ by swapped or doubled letters.
  const smoothRelated = (count: number): number => smooth(count + relatedWeight * counts.letter)
  return {
    digit: smooth(counts.digit),
    letter: smooth(counts.letter),
    swap: smoothRelated(counts.swap),
    double: smoothRelated(counts.double),
    format: smooth(counts.format),
  }
}

/** A kind of typo. Swapped and doubled letters are separate kinds, because correct values rarely differ in this way. */
export type TypoKind = 'digit' | 'letter' | 'swap' | 'double' | 'format'

/** Classifies the difference between an observed and an intended value. */
export function classifyTypo(observed: string, intended: string): TypoKind {
  const match = findTypo(observed, intended)
  if (toAlphanumericKey(observed) === toAlphanumericKey(intended) && match?.typo !== 'swap' && match?.typo !== 'double')
    return 'format'
  if (!match) return 'letter'
  const { position, typo } = match
  const changedCharacter = typo === 'insert' || typo === 'double' ? observed[position] : intended[position]
  if (/\d/.test(changedCharacter ?? '')) return 'digit'
  return typo === 'swap' || typo === 'double' ? typo : 'letter'
}

/** Returns the key of the error rate that applies to a kind of typo. */
export const toRateKind = (kind: TypoKind): 'replace' | 'swap' | 'double' | 'format' =>
  kind === 'digit' || kind === 'letter' ? 'replace' : kind

/**
 * Computes the log probability that a string is a cell's correct value, based only on its column.
 *
 * @param selfCount - 1 if the cell itself is counted among the cells with this text, otherwise 0.
 * @param similarValue - An established value that the text resembles.
 */
export function computeLogCorrectProbability(
  model: ColumnModel,
  text: string,
  selfCount: number,
  similarValue?: { text: string; logError: number; rate: number },
): number {
  const { column, nonEmptyCount, shapes } = model
  const code = column.codes.get(text)
  const otherCount = (code === undefined ? 0 : (column.counts[code] as number)) - selfCount
  if (otherCount > 0) return Math.log(otherCount / Math.max(1, nonEmptyCount))
  const newValueProbability =
    Math.exp(model.texts.computeLogProbability(text, selfCount > 0)) * shapes.computeProbability(text)
  // Assumes that new correct values resemble established values as often as established values resemble each other.
  const similarValueProbability = similarValue
    ? model.similarShares[classifyTypo(text, similarValue.text)] * similarValue.rate * Math.exp(similarValue.logError)
    : 0
  return Math.log(model.unseenProbability * (newValueProbability + similarValueProbability) + 1e-300)
}
