import { error, type Json, type Problem } from '@aw-flow/schema'
import { compileSchema } from '../integration/check-schema.ts'

/** A test case of an evaluation. @internal */
export interface TestCase {
  name: string
  input: Json
  /** The expected answer. If absent, every answer that matches the schema passes. */
  expected?: Json | undefined
  /**
   * `equal`: the answer equals `expected`. `contains`: the answer contains the text of `expected`. `number`: the answer
   * differs from `expected` by at most `tolerance`.
   */
  compare: 'equal' | 'contains' | 'number'
  tolerance: number
}

/** Returns why an answer does not match the schema or the expected answer, or null if it matches. @internal */
export function findMismatch(
  answer: Json,
  { expected, compare, tolerance }: Pick<TestCase, 'expected' | 'compare' | 'tolerance'>,
  answerSchema: { [name: string]: Json } | null,
): Problem | null {
  if (answerSchema !== null) {
    const check = compileSchema(JSON.stringify(answerSchema), 'answer_schema')
    if (!check.ok) return check.problem
    const [issue] = check.value(answer)
    if (issue !== undefined) return error('evaluation.answer-schema', { issue })
  }
  if (expected === undefined) return null
  switch (compare) {
    case 'equal':
      return toComparable(answer) === toComparable(expected)
        ? null
        : error('evaluation.answer-not-equal', { expected: toShortText(expected) })
    case 'contains':
      return toComparable(answer).toLowerCase().includes(toComparable(expected).toLowerCase())
        ? null
        : error('evaluation.answer-lacks-text', { expected: toShortText(expected) })
    case 'number': {
      const text = toComparable(answer)
      const isClose = text !== '' && Math.abs(Number(text) - Number(toComparable(expected))) <= tolerance
      if (isClose) return null
      const value = toShortText(expected)
      return tolerance === 0
        ? error('evaluation.answer-not-equal', { expected: value })
        : error('evaluation.answer-outside-tolerance', { expected: value, tolerance })
    }
  }
}

/** Converts a value to a string for comparison. A number equals its text, and the order of object keys is ignored. */
const toComparable = (value: Json): string =>
  typeof value === 'string' ? value.trim() : JSON.stringify(sortKeys(value))

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const)
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}

const maxDisplayedLength = 200
const toShortText = (value: Json): string => JSON.stringify(value).slice(0, maxDisplayedLength)
