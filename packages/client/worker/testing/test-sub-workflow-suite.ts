import { requests } from '../../engine/requests.ts'
import { emptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import { chain, node, type SharedEngine } from './test-shared-engine.ts'

/** Tests sub-workflows. */
export function describeSubWorkflows(shared: SharedEngine): void {
  describe('sub-workflows', () => {
    it('runs and describes stored workflows by name, including nested ones', async () => {
      const inner: Workflow = {
        ...emptyWorkflow('Inner'),
        nodes: [node('v', 'variable', { name: 'n', expression: '21 * 2' })],
        ports: { inputs: [], outputs: [{ name: 'answer', type: 'any', from: { node: 'v', port: 'value' } }] },
      }
      const stored: Record<string, Workflow> = {
        inner,
        Middle: {
          ...emptyWorkflow('Middle'),
          nodes: [node('s', 'sub_workflow', { workflow: 'inner' })],
          ports: { inputs: [], outputs: [{ name: 'out', type: 'any', from: { node: 's', port: 'answer' } }] },
        },
      }
      const end = shared.engine.provide({ workflow: async (name) => stored[name] })
      const outer: Workflow = { ...emptyWorkflow('Outer'), nodes: [node('m', 'sub_workflow', { workflow: 'Middle' })] }
      const described = await shared.engine.ask(requests.describe({ workflow: outer, previews: [] }))
      expect(described.ok && described.value.ready).to.equal(true)
      expect(described.ok && described.value.nodes['m']?.ports?.outputs.map(({ name }) => name)).to.deep.equal(['out'])
      const { view, events } = await shared.run(outer)
      expect(view.state).to.equal('completed')
      expect(view.nodes['m']?.outputs['out']).to.deep.equal({ kind: 'json', json: 42 })
      const [begin] = events
      expect(begin?.type === 'run-started' && begin.workflows).to.have.keys('inner', 'Middle')
      end()
      const alone = await shared.engine.ask(requests.describe({ workflow: outer, previews: [] }))
      expect(alone.ok && alone.value.problems.map(({ code }) => code)).to.deep.equal(['sub-workflow.missing'])
    })

    it('runs a workflow inside a node on its input table, and outputs its table', async () => {
      const inner: Workflow = {
        ...chain(
          node('first', 'sample', { rows: 2, how: 'first' }),
          node('by', 'sort', { by: [{ column: 'name', direction: 'descending' }] }),
        ),
        ports: {
          inputs: [{ name: 'in', type: 'table', required: true, to: [{ node: 'first', port: 'table' }] }],
          outputs: [{ name: 'out', type: 'table', from: { node: 'by', port: 'table' } }],
        },
      }
      const outer: Workflow = {
        ...chain(
          node('load', 'loading'),
          node('within', 'sub_workflow', { document: inner as never }),
          node('show', 'table'),
        ),
        edges: [
          { id: 'a', source: 'load', sourceHandle: 'table', target: 'within', targetHandle: 'in' },
          { id: 'b', source: 'within', sourceHandle: 'out', target: 'show', targetHandle: 'table' },
        ],
      }
      const { view } = await shared.run(outer)
      expect(view.state).to.equal('completed')
      const out = view.nodes['within']?.outputs['out']
      if (out?.kind !== 'table') throw new Error('No table came out.')
      const page = await shared.engine.ask(requests.page({ table: out.table, offset: 0, limit: 5 }))
      if (!page.ok) throw new Error(page.problem.message)
      expect(tableFromIPC(page.value).getChild('name')?.toArray()).to.deep.equal(['Beta', 'Alpha'])
    })
  })
}
