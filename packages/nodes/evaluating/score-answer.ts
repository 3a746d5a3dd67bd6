import { error, type Json, type Problem } from '@aw-flow/schema'
import { readSchema } from '../integration/check-schema.ts'

/** A case of an evaluation. @internal */
export interface TestCase {
  name: string
  input: Json
  /** If absent, any answer passes that matches the schema. */
  expected?: Json | undefined
  /** `equal`: equals `expected`; `contains`: contains its text; `number`: differs from it by at most `tolerance`. */
  compare: 'equal' | 'contains' | 'number'
  tolerance: number
}

/** Returns the reason that an answer does not match the expected one and the schema; null if it does. @internal */
export function findMismatch(
  answer: Json,
  { expected, compare, tolerance }: Pick<TestCase, 'expected' | 'compare' | 'tolerance'>,
  answerSchema: { [name: string]: Json } | null,
): Problem | null {
  if (answerSchema !== null) {
    const check = readSchema(JSON.stringify(answerSchema), 'answer_schema')
    if (typeof check !== 'function') return check
    const [issue] = check(answer)
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
        : error('evaluation.answer-not-containing', { expected: toShortText(expected) })
    case 'number': {
      const text = toComparable(answer)
      const isClose = text !== '' && Math.abs(Number(text) - Number(toComparable(expected))) <= tolerance
      if (isClose) return null
      const value = toShortText(expected)
      return tolerance === 0
        ? error('evaluation.answer-not-equal', { expected: value })
        : error('evaluation.answer-not-within', { expected: value, tolerance })
    }
  }
}

/** Returns a string that is equal for equal values: a number and its text, and objects whose keys differ in order. */
const toComparable = (value: Json): string =>
  typeof value === 'string' ? value.trim() : JSON.stringify(sortKeys(value))

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const)
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}

const maxShownLength = 200
const toShortText = (value: Json): string => JSON.stringify(value).slice(0, maxShownLength)
