import { compileExpression, ExpressionError } from '@aw-flow/engine'
import { createInput } from '../../../packages/engine/expressions/test-expression-attempts.ts'
import type { Check } from './open-check.ts'

const options = { now: Date.UTC(2026, 10, 20, 12, 30, 15, 250), seed: 7 }

/** Compiles and evaluates an input twice: the values stay unchanged, and both results are equal. */
export async function openExpressionCheck(): Promise<Check> {
  return async (bytes) => {
    const text = new TextDecoder().decode(bytes)
    const violations: string[] = []
    const input = createInput()
    const before = JSON.stringify(input)
    const first = await evaluateText(text, input)
    if (JSON.stringify(input) !== before) violations.push('The expression changed its input.')
    const second = await evaluateText(text, createInput())
    // Limits of time and memory may end one evaluation and not the other.
    const isComparable = !('limit' in first) && !('limit' in second)
    if (isComparable && JSON.stringify(first) !== JSON.stringify(second))
      violations.push(`Two evaluations differ: ${JSON.stringify([first, second]).slice(0, 500)}`)
    return { outcome: 'value' in first ? 'evaluated' : 'limit' in first ? 'limited' : first.failure, violations }
  }
}

type Evaluation = { value: unknown } | { failure: 'not compiled' | 'failed'; reason: unknown } | { limit: true }

async function evaluateText(text: string, input: Record<string, unknown>): Promise<Evaluation> {
  let expression
  try {
    expression = compileExpression(text)
  } catch (cause) {
    return toFailure(cause, 'not compiled')
  }
  try {
    const value = await expression.evaluate(input, options)
    return { value: value ?? null }
  } catch (cause) {
    return toFailure(cause, 'failed')
  }
}

function toFailure(cause: unknown, failure: 'not compiled' | 'failed'): Evaluation {
  if (!(cause instanceof ExpressionError)) throw cause
  const code = typeof cause.text === 'string' ? cause.text : cause.text.code
  return /too-(?:deep|long|large|slow|many|much)/.test(code) ? { limit: true } : { failure, reason: cause.text }
}
