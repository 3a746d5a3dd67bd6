import { error, type Config, type Json, type Problem } from '@aw-flow/schema'
import type { NodeDefinition, RunArguments } from '../define-node.ts'
import { NodeError } from '../node-error.ts'
import type { NodeInstance } from '../record/instance-key.ts'
import { compileExpression, type Expression, type ExpressionOptions } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { readableValues, type Reading } from './readable-values.ts'
import type { Template } from './template.ts'

/** The values, clock and seed for the expressions of a node. */
export type ExpressionReading = Reading & ExpressionOptions

/** Compiles each expression once. */
export type Compile = (text: string) => Expression

export function expressionCache(): Compile {
  const known = new Map<string, Expression>()
  return (text) => {
    const before = known.get(text)
    if (before) return before
    const expression = compileExpression(text)
    known.set(text, expression)
    return expression
  }
}

/** Evaluates each `{{…}}` of the settings. A placeholder without a value is an error, never an empty text. */
export function fillSettings(template: Template, reading: ExpressionReading): Config | Promise<Config> {
  const values = readableValues(template.names, reading)
  const { node } = reading.instance
  return template.fill((expression, setting) => {
    const checked = (value: Json | undefined): Json => {
      if (value !== undefined) return value
      throw failure(error('expression.no-value', { expression: expression.text }, { where: { node, setting } }))
    }
    const value = expression.evaluate(values, reading)
    if (!(value instanceof Promise)) return checked(value)
    return value.then(checked, (thrown) => {
      throw asFailure(thrown, node, setting)
    })
  })
}

/** Returns the values that expressions of a node read besides its inputs, as part of its derivation key. */
export function readsOf(
  definition: NodeDefinition,
  settings: unknown,
  reading: () => ExpressionReading,
  compile: Compile,
): unknown {
  if (!definition.expressions) return undefined
  const names = new Set<string>()
  for (const setting of definition.expressions) {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    if (typeof text !== 'string' || text.trim() === '') continue
    try {
      const expression = compile(text)
      if (!expression.names) {
        const { run: _, input: __, ...rest } = readableValues(undefined, reading())
        return rest
      }
      for (const name of expression.names) if (name !== 'input') names.add(name)
    } catch {
      // The description of the node reports the error.
    }
  }
  return names.size > 0 ? readableValues(names, reading()) : undefined
}

/** Creates the `evaluate` argument of a node. */
export function evaluator(
  { node }: NodeInstance,
  reading: () => ExpressionReading,
  compile: Compile,
): RunArguments<unknown>['evaluate'] {
  return async (text, { setting, given = {} }) => {
    try {
      const expression = compile(text)
      const now = reading()
      const values = { ...readableValues(expression.names, now), ...given }
      return await expression.evaluate(values, now)
    } catch (thrown) {
      throw asFailure(thrown, node, setting)
    }
  }
}

const asFailure = (thrown: unknown, node: string, setting: string): unknown =>
  thrown instanceof ExpressionError
    ? failure(error('expression.failed', { setting, reason: thrown.text }, { where: { node, setting } }))
    : thrown

const failure = (problem: Problem): NodeError => new NodeError('permanent', problem)
