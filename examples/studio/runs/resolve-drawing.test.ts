import { createEmptyWorkflow, type Config, type RunView, type TableRef } from '@aw-flow/schema'
import type { ResultTable } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { resolveDrawing } from './resolve-drawing.ts'
import { createNode } from '../../../test/create-node.ts'

const table = (id: string): TableRef => ({ id, columns: [], rows: 1 }) as unknown as TableRef

/** Creates a run of nodes with type, settings and output tables by port. */
function runOf(nodes: Record<string, [type: string, config: Config, outputs: readonly string[]]>): RunView {
  return {
    workflow: {
      ...createEmptyWorkflow(),
      nodes: Object.entries(nodes).map(([id, [type, config]]) => createNode(id, type, config)),
    },
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, [, , ports]]) => [
        id,
        { outputs: Object.fromEntries(ports.map((port) => [port, { kind: 'table', table: table(`${id}.${port}`) }])) },
      ]),
    ),
  } as unknown as RunView
}
const shown = (node: string, port = 'table'): ResultTable => ({ node, port, table: table(`${node}.${port}`) })

describe('resolveDrawing', () => {
  const run = runOf({
    Prepare: ['preparing', {}, ['table', 'links']],
    Points: ['graph', { id: 'key', x: 'x', y: 'y', color: 'size' }, ['links', 'points']],
    Bars: ['chart', { mark: 'bar', x: 'kind' }, ['table']],
    Wrong: ['graph', { color: 3 }, ['points']],
  })

  it('returns the drawing of the node’s settings, as the same object each time', () => {
    for (const port of ['points', 'links']) {
      const { points, links, graph } = resolveDrawing(run, shown('Points', port))
      expect([points?.id, links?.id]).toEqual(['Points.points', 'Points.links'])
      expect(graph).toMatchObject({ id: 'key', x: 'x', y: 'y', color: 'size' })
      expect(resolveDrawing(run, shown('Points', port)).graph).toBe(graph)
    }
    expect(resolveDrawing(run, shown('Bars')).chart).toMatchObject({ mark: 'bar', x: 'kind' })
    expect(resolveDrawing(run, shown('Wrong', 'points')).graph).toBeUndefined()
  })

  it('suggests a drawing for any other table, with the links of the run', () => {
    const { points, links, ...how } = resolveDrawing(run, shown('Bars'))
    expect([points?.id, links?.id]).toEqual(['Bars.table', 'Points.links'])
    expect(how.graph).toBeUndefined()
    expect(resolveDrawing(run, shown('Prepare')).links?.id).toBe('Prepare.links')
    const alone = runOf({ Load: ['loading', {}, ['table']] })
    expect(resolveDrawing(alone, shown('Load'))).toEqual({ points: expect.objectContaining({ id: 'Load.table' }) })
  })
})
