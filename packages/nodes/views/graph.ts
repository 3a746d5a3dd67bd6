import { message, type Message } from '@aw-flow/messages'
import { defineNode, getInputColumns, NodeError } from '@aw-flow/engine'
import { error, type Column, type Problem, type Value } from '@aw-flow/schema'
import { graphSpecSchema, suggestGraph, type GraphSpec } from '@aw-flow/schema/internal'
import { findColumns } from '../tables/column-names.ts'

const linkSettings = ['source', 'target', 'width'] as const
const pointSettings = ['id', 'label', 'color', 'size', 'x', 'y'] as const

/** Displays tables as points and links and passes them on. @internal */
export const graphNode = defineNode({
  type: 'graph',
  version: 1,
  family: 'views',
  title: 'Graph',
  description: 'Shows points and the links between them, from one table or two. Passes them on unchanged.',
  icon: 'waypoints',
  inputs: [
    { name: 'links', type: 'table', label: 'Links' },
    { name: 'points', type: 'table', label: 'Points' },
  ],
  outputs: [
    { name: 'links', type: 'table', label: 'Links' },
    { name: 'points', type: 'table', label: 'Points' },
  ],
  settings: graphSpecSchema,

  describe({ settings, inputs }) {
    const [links, points] = [getInputColumns(inputs, 'links'), getInputColumns(inputs, 'points')]
    const toDescription = (columns: readonly Column[] | undefined) => ({
      type: 'table' as const,
      ...(columns ? { columns: [...columns] } : {}),
    })
    return {
      outputs: { links: toDescription(links), points: toDescription(points) },
      summary: summarize(settings, links, points),
      problems: [
        ...(Object.keys(inputs).length === 0 ? [createNoTableProblem()] : []),
        ...createMissingColumnWarnings(settings, linkSettings, links, 'links'),
        ...createMissingColumnWarnings(settings, pointSettings, points, 'points'),
      ],
    }
  },

  run({ node, inputs }) {
    const tables = Object.entries(inputs).filter(
      (entry): entry is [string, Extract<Value, { kind: 'table' }>] => entry[1].kind === 'table',
    )
    if (tables.length === 0) throw new NodeError('permanent', { ...createNoTableProblem(), where: { node } })
    return Promise.resolve({ outputs: Object.fromEntries(tables) })
  },
})

const createNoTableProblem = (): Problem => error('graph.no-table', {})

function summarize(
  settings: GraphSpec,
  links: readonly Column[] | undefined,
  points: readonly Column[] | undefined,
): Message {
  const { source, target, id, color } = suggestGraph({ links, points }, settings)
  return message('graph.summary', {
    links: links && source !== '' && target !== '' ? 'yes' : 'no',
    points: points && id !== '' ? 'yes' : 'no',
    source,
    target,
    id,
    color: color === '' ? '' : message('graph.color', { column: color }),
  })
}

/** Returns a warning for each missing column. The node can still run, because it only passes the tables on. */
function createMissingColumnWarnings(
  settings: GraphSpec,
  fields: readonly (keyof GraphSpec)[],
  columns: readonly Column[] | undefined,
  table: 'links' | 'points',
): Problem[] {
  if (!columns) return []
  return fields.flatMap((field) =>
    settings[field] === ''
      ? []
      : findColumns([settings[field]], columns, field, table).problems.map((problem): Problem => ({
          ...problem,
          severity: 'warning',
        })),
  )
}
