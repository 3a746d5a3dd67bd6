import { message } from '@aw-flow/messages'
import type { ColumnModel } from '../scoring/column-model.ts'
import type { ErrorRates } from '../scoring/error-rates.ts'
import type { Proposal } from './propose-repairs.ts'

const maxLength = 40
/**
 * A value that occurs in more cells than this is considered a typo only if the repair is much more frequent; see
 * `minFrequencyRatio`.
 */
const maxOccurrences = 2
/**
 * In numeric columns, the limit for values with an unusual shape is this share of cells if that is more than
 * `maxOccurrences`.
 */
const maxNumericOccurrenceShare = 0.002
/** A more frequent value is a typo only if the repair is at least this many times as frequent. */
const minFrequencyRatio = 50
/** A character is unusual at its position if less than this share of values has it there. */
const maxCharacterShare = 0.002
/** Minimum log likelihood ratio of the best repair to the second-best one. */
const minMargin = 1
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  l: '1',
  I: '1',
  i: '1',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
}

/** Returns whether a value has a usual pattern and usual characters, so that no repair of its shape is proposed. */
export function isUsualShape(text: string, model: ColumnModel): boolean {
  const { commonShapes, toShape, isNumeric } = model.shapes
  if (commonShapes.length === 0 || text.length > maxLength) return true
  if (!commonShapes.includes(toShape(text))) return false
  // In numbers of varying length, positions carry no information. Number models check such columns.
  return isNumeric === true || model.texts.computeMinShare(text) >= maxCharacterShare
}

/**
 * Checks whether a value has an unusual pattern or an unusual character at some position, and proposes a repair. The
 * repair is the value that the most likely typo would have turned into `text`, if it is much more likely than the
 * alternatives. Values are scored with a noisy channel based on the column's character model, as in M. D. Kernighan, K.
 * W. Church and W. A. Gale ("A spelling correction program based on a noisy channel model", 1990).
 */
export function proposeShapeRepair(text: string, model: ColumnModel, rates: ErrorRates): Proposal | undefined {
  if (isUsualShape(text, model)) return undefined
  const { shapes, column, unseenProbability, nonEmptyCount } = model
  const { commonShapes, toShape } = shapes
  const occurrences = column.observedCounts[column.codes.get(text) ?? -1] ?? 1
  const hasPlaceholder = rates.placeholder !== undefined && text.includes(rates.placeholder.character)
  const shape = toShape(text)
  const hasCommonShape = commonShapes.includes(shape)
  const computeProbability = (value: string): number => {
    if (!commonShapes.includes(toShape(value))) return 0
    const knownShare = (column.counts[column.codes.get(value) ?? -1] ?? 0) / nonEmptyCount
    return (
      knownShare +
      unseenProbability * Math.exp(model.texts.computeLogProbability(value, false)) * shapes.computeProbability(value)
    )
  }
  const massByValue = new Map<string, number>()
  let totalMass = 0
  for (const [value, rate] of generateCorrections(text, model, rates)) {
    const mass = rate * computeProbability(value)
    if (mass === 0) continue
    totalMass += mass
    massByValue.set(value, (massByValue.get(value) ?? 0) + mass)
  }
  const correctMass =
    (hasCommonShape
      ? computeProbability(text)
      : unseenProbability * shapes.computeProbability(text) * Math.exp(model.texts.computeLogProbability(text, true))) *
    occurrences
  const garbledMass = hasCommonShape ? 0 : rates.garbled * Math.exp(model.texts.computeLogProbability(text, true))
  const logOdds = hasCommonShape
    ? Math.log((totalMass + garbledMass) / (correctMass + 1e-300))
    : Math.log(
        (totalMass > 0 ? (rates.replace + rates.drop + rates.double + rates.insert + rates.swap) / 2 : rates.garbled) /
          (Math.min(1, unseenProbability) * shapes.computeProbability(text) * occurrences),
      )
  const [first, second] = [...massByValue].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  // A repeated value is a typo only if the repair is much more frequent.
  const frequency = column.counts[column.codes.get(first?.[0] ?? '') ?? -1] ?? 0
  if (
    occurrences >
      Math.max(maxOccurrences, hasCommonShape || !model.isNumeric ? 0 : maxNumericOccurrenceShare * nonEmptyCount) &&
    !hasPlaceholder &&
    frequency < minFrequencyRatio * occurrences
  )
    return undefined
  const isConfident = first && Math.log(first[1] / (second?.[1] ?? 1e-300)) >= minMargin
  const reason = hasCommonShape ? message('finding.character', {}) : shapes.describeReason(text)
  return { ...(isConfident ? { value: first[0] } : {}), rule: 'pattern', reason, logOdds }
}

/** Yields the strings that a single typo would turn into `text`, each with the rate of that typo. */
export function* generateCorrections(
  text: string,
  { shapes, texts: textModel }: ColumnModel,
  rates: ErrorRates,
): Generator<[string, number]> {
  const { commonShapes } = shapes
  const { characters } = textModel
  const { length } = text
  const splice = (index: number, inserted: string, removedCount = 0): string =>
    text.slice(0, index) + inserted + text.slice(index + removedCount)
  for (let index = 0; index < length; index++) {
    const isDoubled = index > 0 && text[index] === text[index - 1]
    yield [splice(index, '', 1), isDoubled ? rates.double / length : rates.insert / (length * 30)]
    const digit = lookAlikes[text[index] as string]
    if (digit !== undefined) yield [splice(index, digit, 1), rates.replace / length / 3]
    for (const other of characters)
      if (other !== text[index]) yield [splice(index, other, 1), rates.replace / (length * (/\d/.test(other) ? 9 : 25))]
    if (index + 1 < length && text[index] !== text[index + 1])
      yield [splice(index, (text[index + 1] as string) + (text[index] as string), 2), rates.swap / length]
  }
  for (let index = 0; index <= length; index++)
    for (const other of characters) yield [splice(index, other), rates.drop / (length + 1)]
  for (const value of applyPunctuation(text, commonShapes)) yield [value, rates.format / 8]
}

/** Replaces a string's punctuation with the punctuation of each common shape. */
function applyPunctuation(text: string, commonShapes: readonly string[]): string[] {
  const alphanumerics = [...text.replace(/[^\p{L}\p{N}]/gu, '')]
  return commonShapes.flatMap((shape) => {
    if (shape.replace(/[^9aA]/g, '').length !== alphanumerics.length) return []
    let index = 0
    const value = [...shape].map((character) => (/[9aA]/.test(character) ? alphanumerics[index++] : character)).join('')
    return value === text ? [] : [value]
  })
}
