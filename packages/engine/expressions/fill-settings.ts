import { error, type Config, type Json, type Problem } from '@aw-flow/schema'
import type { NodeDefinition, RunArguments } from '../node/define-node.ts'
import { NodeError } from '../node/node-error.ts'
import type { NodeInstance } from '../record/instance-key.ts'
import { compileExpression, type Expression, type ExpressionOptions } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { collectReadableValues, type ReadContext } from './readable-values.ts'
import type { EvaluatePlaceholder, Template } from './template.ts'

/** The values, clock and seed available to a node's expressions. */
export type ExpressionContext = ReadContext & ExpressionOptions

/** Compiles an expression, reusing the result of an earlier call with the same text. */
export type CachedCompiler = (text: string) => Expression

export function createCachedCompiler(): CachedCompiler {
  const cache = new Map<string, Expression>()
  return (text) => {
    const cached = cache.get(text)
    if (cached) return cached
    const expression = compileExpression(text)
    cache.set(text, expression)
    return expression
  }
}

/**
 * Evaluates each `{{…}}` in the settings. A placeholder that has no value fails rather than becoming an empty string.
 */
export function fillSettings(template: Template, context: ExpressionContext): Config | Promise<Config> {
  const values = collectReadableValues(template.names, context)
  const { node } = context.instance
  const evaluate: EvaluatePlaceholder = (expression, setting) => {
    const requireValue = (value: Json | undefined): Json => {
      if (value !== undefined) return value
      throw createPermanentError(
        error('expression.no-value', { expression: expression.text }, { where: { node, setting } }),
      )
    }
    const value = expression.evaluate(values, context)
    if (!(value instanceof Promise)) return requireValue(value)
    return value.then(requireValue, (thrown) => {
      throw toFailure(thrown, node, setting)
    })
  }
  return template.fill(evaluate, (cause, setting) => toFailure(cause, node, setting))
}

/** Returns the values that a node's expressions read, except its inputs. They are part of the node's derivation key. */
export function readValuesForKey(
  definition: NodeDefinition,
  settings: unknown,
  getContext: () => ExpressionContext,
  compile: CachedCompiler,
): unknown {
  if (!definition.expressions) return undefined
  const names = new Set<string>()
  for (const setting of definition.expressions) {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    if (typeof text !== 'string' || text.trim() === '') continue
    try {
      const expression = compile(text)
      if (!expression.names) {
        const { run: _, input: __, ...rest } = collectReadableValues(undefined, getContext())
        return rest
      }
      for (const name of expression.names) if (name !== 'input') names.add(name)
    } catch {
      // The node's description reports the error.
    }
  }
  return names.size > 0 ? collectReadableValues(names, getContext()) : undefined
}

/** Creates the `evaluate` function that is passed to a node's `run`. */
export function createEvaluator(
  { node }: NodeInstance,
  getContext: () => ExpressionContext,
  compile: CachedCompiler,
): RunArguments<unknown>['evaluate'] {
  return async (text, { setting, extraValues = {} }) => {
    try {
      const expression = compile(text)
      const context = getContext()
      const values = { ...collectReadableValues(expression.names, context), ...extraValues }
      return await expression.evaluate(values, context)
    } catch (thrown) {
      throw toFailure(thrown, node, setting)
    }
  }
}

const toFailure = (thrown: unknown, node: string, setting: string): unknown =>
  thrown instanceof ExpressionError
    ? createPermanentError(error('expression.failed', { setting, reason: thrown.text }, { where: { node, setting } }))
    : thrown

const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)
