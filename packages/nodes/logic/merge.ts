import { message } from '@aw-flow/messages'
import { defineNode, NodeError, toReadableValue, describePortType } from '@aw-flow/engine'
import { error, defined, type Port, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { appendTables } from './append-tables.ts'

const settings = z.strictObject({
  inputs: z.number().int().min(2).max(20).default(2).meta({ title: 'Inputs', description: 'Number of inputs.' }),
  wait: z
    .enum(['any', 'all', 'first'])
    .default('any')
    .meta({
      title: 'Wait for',
      description:
        'Any: until all branches have ended and at least one has a value. All: until every branch has a value. First: until one branch has a value.',
      labels: { any: 'Any', all: 'All', first: 'First' },
    }),
  how: z
    .enum(['one', 'list', 'rows'])
    .default('one')
    .meta({
      title: 'Output',
      description: 'One value: the first input with a value. List: all values. Appended rows: the rows of all tables.',
      labels: { one: 'One value', list: 'List', rows: 'Appended rows' },
    }),
})

const createInputs = (count: number): Port[] =>
  Array.from({ length: count }, (_, index) => ({ name: `in${index + 1}`, type: 'any', label: `In ${index + 1}` }))
const outputs: Port[] = [{ name: 'merged', type: 'any', label: 'Merged' }]

/** Merges the branches of a workflow. @internal */
export const mergeNode = defineNode({
  type: 'merge',
  version: 1,
  family: 'logic',
  title: 'Merge',
  description: 'Joins branches. Waits for the first value, for all values, or until all branches have ended.',
  icon: 'merge',
  isolation: 'shared',
  control: 'merge',
  join: ({ wait }) => wait,
  inputs: createInputs(2),
  outputs,
  ports: ({ inputs }) => ({ inputs: createInputs(inputs), outputs }),
  settings,

  describe({ settings: { wait, how }, inputs }) {
    const connectedInputs = Object.values(inputs)
    const firstInput = connectedInputs[0] ?? { type: 'any' as const }
    const haveSameType = connectedInputs.every(({ type }) => type === firstInput.type)
    const mergedOutput =
      how === 'list'
        ? { type: 'json' as const }
        : how === 'rows'
          ? { type: 'table' as const }
          : haveSameType
            ? { type: firstInput.type }
            : { type: 'any' as const }
    const haveSameColumns = connectedInputs.every(
      (input) => JSON.stringify(input.columns) === JSON.stringify(firstInput.columns),
    )
    const columns =
      mergedOutput.type === 'table' && haveSameColumns && firstInput.columns ? { columns: firstInput.columns } : {}
    return {
      outputs: { merged: { ...mergedOutput, ...columns } },
      summary: message('merge.summary', {
        wait: message('merge.wait', { wait, count: connectedInputs.length }),
        how: message('merge.how', { how }),
      }),
    }
  },

  async run({ node, settings: { inputs: count, how }, inputs, tables, key, signal }) {
    const values = createInputs(count).flatMap(({ name }): Value[] => (inputs[name] ? [inputs[name]] : []))
    if (how === 'list') return { outputs: { merged: { kind: 'json', json: values.map(toReadableValue) } } }
    if (how === 'one') return { outputs: defined({ merged: values[0] }) }
    const tableRefs = values.map((value) => {
      if (value.kind === 'table') return value.table
      const params = { node, type: describePortType(value.kind) }
      throw new NodeError('permanent', error('merge.no-table', params, { where: { setting: 'how' } }))
    })
    return { outputs: { merged: { kind: 'table', table: await appendTables(tables, tableRefs, { id: key, signal }) } } }
  },
})
