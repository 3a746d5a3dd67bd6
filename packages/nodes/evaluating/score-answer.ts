import type { Json } from '@aw-flow/schema'
import { readSchema } from '../integration/check-schema.ts'

/** A case of an evaluation. @internal */
export interface TestCase {
  name: string
  input: Json
  /** If absent, any answer passes that matches the schema. */
  expected?: Json | undefined
  /** `equal`: the answer is `expected`; `contains`: it contains its text; `number`: it is within `tolerance`. */
  compare: 'equal' | 'contains' | 'number'
  tolerance: number
}

/** Returns why an answer does not match the expected one and the schema; null if it does. @internal */
export function findMismatch(
  answer: Json,
  { expected, compare, tolerance }: Pick<TestCase, 'expected' | 'compare' | 'tolerance'>,
  answerSchema: { [name: string]: Json } | null,
): string | null {
  if (answerSchema !== null) {
    const check = readSchema(JSON.stringify(answerSchema), 'answer_schema')
    const [violation] = typeof check === 'function' ? check(answer) : ['The schema is invalid.']
    if (violation !== undefined) return violation
  }
  if (expected === undefined) return null
  switch (compare) {
    case 'equal':
      return toComparable(answer) === toComparable(expected) ? null : `The answer is not ${toShortText(expected)}.`
    case 'contains':
      return toComparable(answer).toLowerCase().includes(toComparable(expected).toLowerCase())
        ? null
        : `The answer does not contain ${toShortText(expected)}.`
    case 'number': {
      const text = toComparable(answer)
      const isClose = text !== '' && Math.abs(Number(text) - Number(toComparable(expected))) <= tolerance
      return isClose ? null : `The answer is not ${toShortText(expected)} within ${tolerance}.`
    }
  }
}

/** Returns a text that is equal for equal values: a number and its text, and objects whose keys differ in order. */
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
