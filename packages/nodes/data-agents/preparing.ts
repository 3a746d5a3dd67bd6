import { prepareTable } from '@aw-flow/agents'
import { defineNode, inputColumns, NodeError } from '@aw-flow/engine'
import { preparationTargetSchema, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { tableInput } from '../table-input.ts'

const settings = z.strictObject({
  target: preparationTargetSchema.default('cosmo-ready').meta({
    title: 'Target',
    description:
      'What the table is made fit for. cosmo-ready: points for Cosmograph (id, index, coordinates, size, colour, label, time).',
  }),
})

/** Makes a table fit for a target by a plan of operations that can be read and used again. */
export const preparingNode = defineNode({
  type: 'preparing',
  version: 1,
  family: 'data-agents',
  title: 'Prepare',
  description:
    'Makes a table fit for a target by a plan of operations, each with its reason and its exact effect. It invents nothing and drops no row unsaid.',
  icon: 'wand-sparkles',
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [
    { name: 'table', type: 'table', label: 'Prepared table' },
    { name: 'plan', type: 'json', label: 'Plan' },
  ],
  settings,

  describe({ settings: { target }, inputs }) {
    const columns = inputColumns(inputs, 'table')
    return {
      outputs: {
        table: { type: 'table', ...(columns ? { columns: columnsOut(columns) } : {}) },
        plan: { type: 'json' },
      },
      summary: `Makes the table ${target}: an id and an index for every row, coordinates where two measures are`,
    }
  },

  async run({ node, settings: { target }, inputs, key, tables, clock, signal }) {
    const table = tableInput(node, inputs)
    try {
      const { table: prepared, report } = await prepareTable({
        tables,
        table,
        target,
        id: key,
        signal,
        elapsed: () => clock.elapsed(),
      })
      return {
        outputs: { table: { kind: 'table', table: prepared }, plan: { kind: 'json', json: report.plan } },
        report: { kind: 'prepare', report },
        problems: report.warnings.map((problem) => at(node, problem)),
      }
    } catch (cause) {
      if (!(cause instanceof NodeError)) throw cause
      throw new NodeError(cause.kind, at(node, cause.problem), { cause, agentRetries: cause.agentRetries })
    }
  },
})

const at = (node: string, problem: Problem): Problem => ({ ...problem, where: { node, ...problem.where } })

/**
 * What is sure before any row is seen: an id and an index in front (under another name where the table has one that
 * may repeat), and every column that came in. Coordinates depend on the values.
 */
function columnsOut(columns: readonly Column[]): Column[] {
  const has = (name: string): Column | undefined => columns.find((column) => column.name.toLowerCase() === name)
  const id = has('id')
  const index = has('index')
  const first: Column[] = [
    { name: id?.name ?? 'id', type: 'VARCHAR' },
    { name: index?.name ?? 'index', type: 'BIGINT' },
  ]
  return [...first, ...columns.filter((column) => column !== id && column !== index)]
}
