import { requests } from '../../engine/requests.ts'
import type { InputSample } from '../../engine/input-sample.ts'
import { createEmptyWorkflow, type NodePreview, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import { chain, dataset, node, type SharedEngine } from './test-shared-engine.ts'

/** Tests sub-workflows. */
export function describeSubWorkflows(shared: SharedEngine): void {
  describe('sub-workflows', () => {
    it('runs and describes stored workflows by name, including nested ones', async () => {
      const inner: Workflow = {
        ...createEmptyWorkflow('Inner'),
        nodes: [node('v', 'variable', { name: 'n', expression: '21 * 2' })],
        ports: { inputs: [], outputs: [{ name: 'answer', type: 'any', from: { node: 'v', port: 'value' } }] },
      }
      const stored: Record<string, Workflow> = {
        inner,
        Middle: {
          ...createEmptyWorkflow('Middle'),
          nodes: [node('s', 'sub_workflow', { workflow: 'inner' })],
          ports: { inputs: [], outputs: [{ name: 'out', type: 'any', from: { node: 's', port: 'answer' } }] },
        },
      }
      const end = shared.engine.addHost({ readWorkflow: async (name) => stored[name] })
      const outer: Workflow = {
        ...createEmptyWorkflow('Outer'),
        nodes: [node('m', 'sub_workflow', { workflow: 'Middle' })],
      }
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

    it('previews a node with the file that is chosen for the next run', async () => {
      const workflow = chain(node('load', 'loading'), node('first', 'sample', { rows: 2, how: 'first' }))
      const preview = async (runDatasets: Record<string, string>): Promise<string> => {
        const request = { workflow, node: 'first', outputs: {}, inputs: {}, runDatasets }
        const response = await shared.engine.ask(requests.previewNode(request))
        return response.ok ? response.value.state : response.problem.code
      }
      expect(await preview({})).to.equal('failed')
      expect(await preview({ load: dataset })).to.equal('completed')
    })

    it('previews nodes inside by samples of inputs of type file and text', async () => {
      const preview = async (
        inner: Workflow,
        path: string,
        samples: InputSample[],
      ): Promise<Extract<NodePreview, { state: 'completed' }>['outputs'] | undefined> => {
        const nested = node('within', 'sub_workflow', { document: inner as never })
        const request = {
          workflow: { ...createEmptyWorkflow('Outer'), nodes: [nested] },
          node: path,
          outputs: {},
          inputs: {},
          samples,
        }
        const response = await shared.engine.ask(requests.previewNode(request))
        return response.ok && response.value.state === 'completed' ? response.value.outputs : undefined
      }
      const open = (type: 'file' | 'text', end: string, port: string): Workflow['ports'] => ({
        inputs: [{ name: 'in', type, to: [{ node: end, port }] }],
        outputs: [],
      })
      const loads: Workflow = { ...chain(node('load', 'loading')), ports: open('file', 'load', 'file') }
      const place = { path: ['within'], port: 'in' }
      const countRows = async (sample: InputSample): Promise<number | undefined> => {
        const table = (await preview(loads, 'within/load', [sample]))?.['table']
        return table?.kind === 'table' ? table.table.rows : undefined
      }
      expect(await countRows({ ...place, kind: 'rows', text: 'city\nOslo\nRome\n' })).to.equal(2)
      expect(await countRows({ ...place, kind: 'dataset', dataset })).to.be.greaterThan(0)

      const upper = node('upper', 'transform', { expression: '$uppercase(input)' })
      const changes: Workflow = { ...chain(upper), ports: open('text', 'upper', 'input') }
      const outputs = await preview(changes, 'within/upper', [{ ...place, kind: 'text', text: 'it is "Oslo"' }])
      expect(outputs?.['value']).to.deep.equal({ kind: 'json', json: 'IT IS "OSLO"' })
    })

    it('previews and describes nodes inside by samples of inputs that nothing provides', async () => {
      const byPrice = node('by', 'filter', { conditions: [{ column: 'price', is: 'more', value: 10 }] })
      const inner: Workflow = {
        ...chain(byPrice),
        ports: { inputs: [{ name: 'in', type: 'table', to: [{ node: 'by', port: 'table' }] }], outputs: [] },
      }
      const outer: Workflow = {
        ...createEmptyWorkflow('Outer'),
        nodes: [node('within', 'sub_workflow', { document: inner as never })],
      }
      const rows: InputSample = { path: ['within'], port: 'in', kind: 'rows', text: 'city,price\nOslo,12\nRome,9\n' }
      const preview = async (workflow: Workflow, path: string, samples: InputSample[]): Promise<number | undefined> => {
        const request = { workflow, node: path, outputs: {}, inputs: {}, samples }
        const response = await shared.engine.ask(requests.previewNode(request))
        const value = response.ok && response.value.state === 'completed' ? response.value.outputs['table'] : undefined
        return value?.kind === 'table' ? value.table.rows : undefined
      }
      expect(await preview(outer, 'within/by', [])).to.equal(undefined)
      expect(await preview(outer, 'within/by', [rows])).to.equal(1)
      expect(await preview(outer, 'within/by', [{ ...rows, text: 'city,price\nOslo,12\nRome,19\n' }])).to.equal(2)
      // The same workflow, opened on its own.
      expect(await preview(inner, 'by', [{ ...rows, path: [] }])).to.equal(1)
      // A caller replaces the sample.
      const called: Workflow = {
        ...outer,
        nodes: [...outer.nodes, node('load', 'loading')],
        edges: [{ id: 'a', source: 'load', sourceHandle: 'table', target: 'within', targetHandle: 'in' }],
      }
      expect(await preview(called, 'within/by', [rows])).to.equal(undefined)

      const describe = async (samples: InputSample[]): Promise<WorkflowDescription | undefined> => {
        const response = await shared.engine.ask(requests.describe({ workflow: outer, previews: [], samples }))
        return response.ok ? response.value : undefined
      }
      const [without, withRows] = [await describe([]), await describe([rows])]
      expect(without?.inner?.['within/by']?.inputs['table']?.columns).to.equal(undefined)
      expect(withRows?.inner?.['within/by']?.inputs['table']?.columns?.map(({ name }) => name)).to.deep.equal([
        'city',
        'price',
      ])
      expect(Object.keys(withRows?.inner ?? {})).to.deep.equal(['within/by'])
      expect(withRows?.nodes).to.deep.equal(without?.nodes)
    })
  })
}
