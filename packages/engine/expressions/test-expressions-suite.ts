import { selectAttacks, selectPageCases } from '../../../test/sizes.ts'
import { compileExpression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import dates from './corpus/dates.json' with { type: 'json' }
import errors from './corpus/errors.json' with { type: 'json' }
import functions from './corpus/functions.json' with { type: 'json' }
import lists from './corpus/lists.json' with { type: 'json' }
import numbers from './corpus/numbers.json' with { type: 'json' }
import objects from './corpus/objects.json' with { type: 'json' }
import paths from './corpus/paths.json' with { type: 'json' }
import predicates from './corpus/predicates.json' with { type: 'json' }
import strings from './corpus/texts.json' with { type: 'json' }
import unicode from './corpus/unicode.json' with { type: 'json' }
import { expressionAttempts, createInput } from './test-expression-attempts.ts'
import { captureIntrinsics } from './test-intrinsics.ts'

interface CorpusCase {
  expression: string
  result?: unknown
  nothing?: true
  error?: string
  place?: unknown
}
const corpus = {
  paths,
  predicates,
  numbers,
  texts: strings,
  dates,
  lists,
  objects,
  functions,
  unicode,
  errors,
} as unknown as Record<string, { input: Record<string, unknown>; cases: CorpusCase[] }>

export interface ExpressionCase {
  group: string
  title: string
  run(): Promise<void>
}

/** The clock and seed of the corpus. */
const corpusOptions = { now: Date.UTC(2026, 10, 20, 12, 30, 15, 250), seed: 7 }

function assertEqual(actual: unknown, expected: unknown): void {
  const [actualJson, expectedJson] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (actualJson !== expectedJson) throw new Error(`Expected ${expectedJson}, found ${actualJson}.`)
}

async function evaluateExpression(
  expression: string,
  values: Record<string, unknown>,
  options: { now: number; seed: number },
) {
  try {
    return { value: await compileExpression(expression).evaluate(values, options) }
  } catch (cause) {
    if (cause instanceof ExpressionError) return { failure: cause }
    throw cause
  }
}

const formatTitle = (text: string): string =>
  (text.length > 110 ? `${text.slice(0, 60)}… (${text.length})` : text).replaceAll('\n', ' ')

/** Lists the cases of the corpus. */
export function listCorpusCases(): ExpressionCase[] {
  const cases: ExpressionCase[] = []
  for (const [family, { input, cases: familyCases }] of Object.entries(corpus)) {
    for (const { expression, error, place, nothing, result } of familyCases) {
      const run = async (): Promise<void> => {
        const { value, failure } = await evaluateExpression(expression, structuredClone(input), corpusOptions)
        if (error !== undefined) assertEqual({ error: failure?.message, place: failure?.location }, { error, place })
        else if (failure) throw failure
        else assertEqual(value, nothing ? undefined : result)
      }
      cases.push({ group: `the corpus: ${family}`, title: formatTitle(expression), run })
    }
  }
  return cases
}

/** Lists the attempts to escape the expression sandbox as cases. */
export function listAttackCases(): ExpressionCase[] {
  const cases: ExpressionCase[] = []
  for (const { family, expression, expectedValue } of expressionAttempts) {
    const run = async (): Promise<void> => {
      const values = createInput()
      const [initialIntrinsics, initialInput] = [captureIntrinsics(), JSON.stringify(values)]
      const { value, failure } = await evaluateExpression(expression, values, { now: 0, seed: 1 })
      if (expectedValue !== undefined) {
        if (failure) throw failure
        assertEqual(value, expectedValue)
      } else if (!isHarmless(value)) throw new Error(`The expression returned ${JSON.stringify(value)?.slice(0, 200)}.`)
      if (failure && /native code|at \S+:\d+:\d+|node_modules/.test(failure.message)) throw new Error(failure.message)
      assertEqual(captureIntrinsics(), initialIntrinsics)
      assertEqual(JSON.stringify(values), initialInput)
      assertEqual(({} as { polluted?: unknown }).polluted, undefined)
    }
    cases.push({
      group: '200 attempts to escape the expression sandbox',
      title: `${family}: ${formatTitle(expression)}`,
      run,
    })
  }
  return cases
}

/** Selects the cases that this level runs, natively or in the page. */
export const selectExpressionCases = (): ExpressionCase[] => [
  ...selectPageCases(listCorpusCases()),
  ...selectAttacks(listAttackCases()),
]

/** Returns whether a value is undefined or comes from the input, without revealing host or function internals. */
function isHarmless(value: unknown): boolean {
  const text = JSON.stringify(value) ?? ''
  return (
    text.length < 8_000_000 && !/_jsonata|native code|environment|implementation|TOP-SECRET|"polluted":1}"?$/.test(text)
  )
}
