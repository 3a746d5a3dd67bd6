import type { EncodedColumn } from '../encoded-table.ts'
import { findTruncations, findTransformations, type Transformation } from './transformations.ts'

/** A reviewed value of a column and its correct form. Both are equal if the value is correct. */
export interface TextAnswer {
  readonly text: string
  readonly correct: string
}

/** A transformation that answers support. `precision` is the estimated probability that its result is correct. */
export interface Rewriter extends Transformation {
  readonly precision: number
  /** The number of distinct answered values that the transformation rewrites correctly. */
  readonly support: number
}

const maxRewriters = 12
const priorPrecision = 0.75
const priorAnswers = 2
const minPrecision = 0.5

/**
 * Learns transformations that turn a column's wrong values into the correct ones. It also learns inverse
 * transformations: if wrong values are truncated or abbreviated, the correct value is the one value in the column that
 * is truncated or abbreviated to the wrong value.
 *
 * @param isUsable - Returns whether an inverse transformation may produce the column's value with this code.
 * @returns The transformations, in descending order of precision.
 */
export function learnRewriters(
  column: EncodedColumn,
  answers: readonly TextAnswer[],
  isUsable: (code: number) => boolean,
): Rewriter[] {
  const candidates = new Map<string, Transformation>()
  const wrong = answers.filter(({ text, correct }) => text !== correct && text !== '' && correct !== '')
  for (const { text, correct } of wrong) {
    for (const transformation of findTransformations(text, correct)) candidates.set(transformation.name, transformation)
    for (const transformation of [...findTransformations(correct, text), ...findTruncations(correct, text)]) {
      const name = `inverse of ${transformation.name}`
      if (!candidates.has(name)) candidates.set(name, invert(transformation, name, column, isUsable))
    }
  }
  return [...candidates.values()]
    .map((transformation) => measureTransformation(transformation, answers))
    .filter(({ precision, support }) => support > 0 && precision >= minPrecision)
    .sort((a, b) => b.precision - a.precision || (a.name < b.name ? -1 : 1))
    .slice(0, maxRewriters)
}

function measureTransformation(transformation: Transformation, answers: readonly TextAnswer[]): Rewriter {
  const hits = new Set<string>()
  const misses = new Map<string, number>()
  for (const { text, correct } of answers) {
    const rewritten = transformation.apply(text)
    if (rewritten === undefined || rewritten === text) continue
    if (rewritten === correct) hits.add(text)
    else misses.set(text, text === correct ? 0.5 : 1)
  }
  const missWeight = [...misses.values()].reduce((sum, weight) => sum + weight, 0)
  return {
    ...transformation,
    support: hits.size,
    precision: (hits.size + priorPrecision * priorAnswers) / (hits.size + missWeight + priorAnswers),
  }
}

/**
 * Inverts a transformation: maps each result back to the column's value that most of the cells with this result
 * contain.
 */
function invert(
  { apply }: Transformation,
  name: string,
  { values, observedCounts }: EncodedColumn,
  isUsable: (code: number) => boolean,
): Transformation {
  const origins = new Map<string, { text: string; cells: number; total: number }>()
  values.forEach((text, code) => {
    const cells = observedCounts[code] as number
    if (code === 0 || cells === 0 || !isUsable(code)) return
    const rewritten = apply(text)
    if (rewritten === undefined || rewritten === text) return
    const origin = origins.get(rewritten) ?? { text, cells: 0, total: 0 }
    origin.total += cells
    if (cells > origin.cells) [origin.text, origin.cells] = [text, cells]
    origins.set(rewritten, origin)
  })
  return {
    name,
    apply: (text) => {
      const origin = origins.get(text)
      return origin && origin.cells > 0.5 * origin.total ? origin.text : undefined
    },
  }
}
