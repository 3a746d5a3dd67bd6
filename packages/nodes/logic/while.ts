import { message } from '@aw-flow/messages'
import { defineNode, NodeError, toReadableValue, type RunArguments } from '@aw-flow/engine'
import { error, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { checkExpression } from './check-expression.ts'
import { evaluateCondition } from './evaluate-decision.ts'

const settings = z.strictObject({
  condition: z
    .string()
    .default('index < 3')
    .meta({
      title: 'Condition',
      description:
        'The loop continues while this JSONata expression is true. It can use value (the result of the previous iteration), index, and everything that other expressions can use.',
      format: 'expression',
      examples: ['index < 10', 'value.next != null'],
    }),
  maxTurns: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .meta({ title: 'Max iterations', description: 'The loop fails after this number of iterations.' }),
})
type Settings = z.output<typeof settings>

/** Runs the nodes between its `item` output and its `result` input while a condition is true. @internal */
export const whileNode = defineNode({
  type: 'while',
  version: 1,
  family: 'logic',
  title: 'While',
  description:
    'Runs the nodes between its "Item" output and its "Result" input while a condition is true. Each iteration receives the result of the previous one.',
  icon: 'refresh-cw',
  isolation: 'shared',
  control: 'while',
  expressions: ['condition'],
  providedNames: ['value', 'index'],
  body: { outputs: ['item', 'index'], inputs: ['result'] },
  loop: () => ({ parallel: 1, keepGoing: false }),
  inputs: [
    { name: 'start', type: 'any', label: 'Start' },
    { name: 'result', type: 'any', label: 'Result', required: true },
  ],
  outputs: [
    { name: 'item', type: 'any', label: 'Item' },
    { name: 'index', type: 'json', label: 'Index' },
    { name: 'value', type: 'any', label: 'Value' },
  ],
  settings,

  describe({ settings: { condition, maxTurns }, inputs: { start, result } }) {
    const type = start?.type ?? 'any'
    const hasSameColumns =
      start?.columns && JSON.stringify(start.columns) === JSON.stringify(result?.columns ?? start.columns)
    const value = {
      type: result && result.type !== type ? ('any' as const) : type,
      ...(hasSameColumns ? { columns: start.columns! } : {}),
    }
    return {
      outputs: { item: value, index: { type: 'json' }, value },
      summary: message('while.summary', { condition, max: maxTurns }),
      problems: checkExpression(condition, 'condition'),
    }
  },

  async run(args) {
    const { continuation, inputs } = args
    const start: Value = inputs.start ?? { kind: 'json', json: null }
    if (continuation?.kind === 'collect') return { outputs: { value: continuation.results.at(-1)?.result ?? start } }
    const iteration = continuation?.kind === 'next' ? continuation.iteration : 0
    const value = iteration === 0 ? start : continuation?.kind === 'next' ? continuation.before?.result : undefined
    if (!value) throw createNoResultError(args, iteration)
    const { condition, maxTurns } = args.settings
    const extraValues = { value: toReadableValue(value), index: iteration }
    const { isTrue, problems } = await evaluateCondition(args, condition, { setting: 'condition', extraValues })
    if (!isTrue) return { outputs: {}, problems }
    if (iteration >= maxTurns) throw createTooManyIterationsError(args)
    return { outputs: { item: value, index: { kind: 'json', json: iteration } }, iterate: {} }
  },
})

const createNoResultError = ({ label }: RunArguments<Settings>, iteration: number): NodeError =>
  new NodeError('permanent', error('while.no-result', { node: label, iteration }, { where: { port: 'result' } }))

const createTooManyIterationsError = ({
  label,
  settings: { condition, maxTurns },
}: RunArguments<Settings>): NodeError =>
  new NodeError(
    'permanent',
    error('while.too-many-iterations', { node: label, max: maxTurns, condition }, { where: { setting: 'maxTurns' } }),
  )
