import type { EncodedColumn } from '../encoded-table.ts'
import { findTruncations, findTransformations, type Transformation } from './transformations.ts'

/** A reviewed value of a column and its correct form. Both are equal if the value is correct. */
export interface ValueAnswer {
  readonly text: string
  readonly correctText: string
}

/** A transformation supported by answers. `precision` is the estimated probability that its result is correct. */
export interface Rewriter extends Transformation {
  readonly precision: number
  /** The number of distinct answered values that the transformation rewrites correctly. */
  readonly correctTextCount: number
}

const maxRewriters = 12
const priorPrecision = 0.75
const priorAnswerCount = 2
const minPrecision = 0.5

/**
 * Learns transformations that turn a column's wrong values into the correct ones. It also learns inverse
 * transformations, which restore truncated or abbreviated values: they return the value in the column whose truncation
 * or abbreviation equals the wrong value.
 *
 * @param isUsable - Returns whether an inverse transformation may produce the column's value with this code.
 * @returns The transformations, in descending order of precision.
 */
export function learnRewriters(
  column: EncodedColumn,
  answers: readonly ValueAnswer[],
  isUsable: (code: number) => boolean,
): Rewriter[] {
  const candidates = new Map<string, Transformation>()
  const wrongAnswers = answers.filter(
    ({ text, correctText }) => text !== correctText && text !== '' && correctText !== '',
  )
  for (const { text, correctText } of wrongAnswers) {
    for (const transformation of findTransformations(text, correctText))
      candidates.set(transformation.name, transformation)
    for (const transformation of [...findTransformations(correctText, text), ...findTruncations(correctText, text)]) {
      const name = `inverse of ${transformation.name}`
      if (!candidates.has(name)) candidates.set(name, invert(transformation, name, column, isUsable))
    }
  }
  return [...candidates.values()]
    .map((transformation) => measureTransformation(transformation, answers))
    .filter(({ precision, correctTextCount }) => correctTextCount > 0 && precision >= minPrecision)
    .sort((a, b) => b.precision - a.precision || (a.name < b.name ? -1 : 1))
    .slice(0, maxRewriters)
}

function measureTransformation(transformation: Transformation, answers: readonly ValueAnswer[]): Rewriter {
  const hits = new Set<string>()
  const misses = new Map<string, number>()
  for (const { text, correctText } of answers) {
    const rewrittenValue = transformation.apply(text)
    if (rewrittenValue === undefined || rewrittenValue === text) continue
    if (rewrittenValue === correctText) hits.add(text)
    else misses.set(text, text === correctText ? 0.5 : 1)
  }
  const missWeight = [...misses.values()].reduce((sum, weight) => sum + weight, 0)
  return {
    ...transformation,
    correctTextCount: hits.size,
    precision: (hits.size + priorPrecision * priorAnswerCount) / (hits.size + missWeight + priorAnswerCount),
  }
}

/**
 * Inverts a transformation. A result is mapped back to a value if that value accounts for more than half of the cells
 * that the transformation maps to this result.
 */
function invert(
  { apply }: Transformation,
  name: string,
  { values, observedCounts }: EncodedColumn,
  isUsable: (code: number) => boolean,
): Transformation {
  const origins = new Map<string, { text: string; cellCount: number; totalCellCount: number }>()
  values.forEach((text, code) => {
    const cellCount = observedCounts[code] as number
    if (code === 0 || cellCount === 0 || !isUsable(code)) return
    const rewrittenText = apply(text)
    if (rewrittenText === undefined || rewrittenText === text) return
    const origin = origins.get(rewrittenText) ?? { text, cellCount: 0, totalCellCount: 0 }
    origin.totalCellCount += cellCount
    if (cellCount > origin.cellCount) [origin.text, origin.cellCount] = [text, cellCount]
    origins.set(rewrittenText, origin)
  })
  return {
    name,
    apply: (text) => {
      const origin = origins.get(text)
      return origin && origin.cellCount > 0.5 * origin.totalCellCount ? origin.text : undefined
    },
  }
}
