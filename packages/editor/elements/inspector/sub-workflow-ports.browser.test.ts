import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Json, Workflow, WorkflowNode, WorkflowPorts } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'

import { subWorkflowNodeType, testCatalog } from '../../test-catalog.ts'
import { getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwInspector } from './aw-inspector.ts'

defineElements()

const createNode = (id: string, type: string, label: string): WorkflowNode => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label, config: {} },
})

/** A workflow with two Table nodes, of which the first feeds the second. */
const createInner = (ports?: WorkflowPorts): Workflow => ({
  version: 1,
  name: 'Inside',
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [createNode('first', 'table', 'First'), createNode('second', 'table', 'Second')],
  edges: [{ id: 'edge', source: 'first', sourceHandle: 'table', target: 'second', targetHandle: 'table' }],
  ...(ports ? { ports } : {}),
})

/** The node type, with the setting that refers to another workflow. */
const subWorkflowType = {
  ...subWorkflowNodeType,
  settings: { type: 'object', properties: { workflow: { type: 'string', format: 'workflow', default: '' } } },
}

async function mount(ports?: WorkflowPorts, readonly = false, listWorkflows?: () => Promise<string[]>) {
  const document = mainJob()
  const config = { workflow: '', document: createInner(ports) as unknown as Json }
  document.nodes.push({ ...createNode('sub', 'sub_workflow', 'Sub'), data: { label: 'Sub', config } })
  document.edges.push({ id: 'outer', source: 'load', sourceHandle: 'table', target: 'sub', targetHandle: 'data' })
  const session = new TestSession({ document, catalog: [...testCatalog, subWorkflowType] })
  session.document.listWorkflows = listWorkflows
  const inspector = await fixture<AwInspector>(
    html`<aw-inspector
      style="width: 320px; height: 900px"
      .session=${session}
      .nodes=${new Set(['sub'])}
      ?readonly=${readonly}
    ></aw-inspector>`,
  )
  await waitUntil(() => inspector.renderRoot.querySelector('.sub-ports') !== null)
  const getPorts = (): unknown => {
    const { data } = session.document.current.nodes.find(({ id }) => id === 'sub')!
    return (data.config.document as unknown as Workflow).ports
  }
  return { inspector, session, getPorts }
}

const byLabel = <T extends HTMLElement>(inspector: AwInspector, label: string): T =>
  getElement<T>(inspector, `.sub-ports [aria-label="${label}"]`)
async function choose(inspector: AwInspector, label: string, title: string): Promise<void> {
  const select = byLabel<HTMLSelectElement>(inspector, label)
  select.value = [...select.options].find(({ text }) => text.trim() === title)!.value
  select.dispatchEvent(new Event('change'))
  await inspector.updateComplete
}
const full: WorkflowPorts = {
  inputs: [
    { name: 'data', type: 'table', label: 'Data', required: true, to: [{ node: 'first', port: 'table' }] },
    { name: 'gone', type: 'table', to: [{ node: 'removed', port: 'table' }] },
  ],
  outputs: [{ name: 'result', type: 'table', label: 'Result', from: { node: 'second', port: 'table' } }],
}

describe('the ports of a sub-workflow in <aw-inspector>', () => {
  beforeEach(() => setViewport({ width: 800, height: 1000 }))

  it('are added for free ports of the nodes inside', async () => {
    const { inspector, getPorts } = await mount()
    const options = [...byLabel<HTMLSelectElement>(inspector, 'Add input for…').options].map(({ text }) => text.trim())
    expect(options, 'an input with an edge is not free').to.deep.equal(['Add input for…', 'First · table'])
    await expect(inspector).to.be.accessible()
    await choose(inspector, 'Add input for…', 'First · table')
    await choose(inspector, 'Add output from…', 'Second · table')
    expect(getPorts()).to.deep.equal({
      inputs: [
        { name: 'table', type: 'table', label: 'First', required: true, to: [{ node: 'first', port: 'table' }] },
      ],
      outputs: [{ name: 'table', type: 'table', label: 'Second', from: { node: 'second', port: 'table' } }],
    })
    expect(getElement(inspector, '.sub-ports').textContent).to.contain('no other unconnected ports')
  })

  it('are renamed, connected to other ports, reordered and made optional', async () => {
    const { inspector, getPorts } = await mount(full)
    await expect(inspector).to.be.accessible()
    const name = byLabel<HTMLInputElement>(inspector, 'Name of Input 1')
    name.value = 'Orders'
    name.dispatchEvent(new Event('input'))
    await inspector.updateComplete
    getElement<HTMLInputElement>(inspector, '.sub-ports .check input').click()
    await inspector.updateComplete
    await choose(inspector, 'Output 1 comes from', 'First · table')
    expect(getElement(inspector, '.sub-ports').textContent).to.contain('removed · table (missing)')
    byLabel(inspector, 'Disconnect Input 2 from removed · table (missing)').click()
    await inspector.updateComplete
    byLabel(inspector, 'Move Input 2 up').click()
    expect(getPorts()).to.deep.equal({
      inputs: [
        { name: 'gone', type: 'table', to: [] },
        { name: 'data', type: 'table', label: 'Orders', to: [{ node: 'first', port: 'table' }] },
      ],
      outputs: [{ name: 'result', type: 'table', label: 'Result', from: { node: 'first', port: 'table' } }],
    })
  })

  it('are removed with the edges that lead to them, in one undo step', async () => {
    const { inspector, session, getPorts } = await mount(full)
    const hasEdge = (): boolean => session.document.current.edges.some(({ id }) => id === 'outer')
    byLabel(inspector, 'Remove Input 1').click()
    await inspector.updateComplete
    expect(getPorts()).to.deep.include({ inputs: [full.inputs[1]] })
    expect(hasEdge()).to.equal(false)
    session.document.undo()
    expect(getPorts()).to.deep.equal(full)
    expect(hasEdge()).to.equal(true)
  })

  it('cannot be changed if the editor is read-only, and are in German', async () => {
    const { inspector } = await mount(full, true)
    expect(inspector.renderRoot.querySelectorAll('.sub-ports button')).to.have.length(0)
    await expect(inspector).to.be.accessible()
    inspector.strings = (await loadLanguage('de')).inspectorStrings
    await waitUntil(() => getElement(inspector, '.sub-ports h3').textContent === 'Anschlüsse des Unterablaufs')
  })

  it('belong to another workflow if one is chosen from a list', async () => {
    const { inspector, session } = await mount(undefined, false, async () => ['Orders', 'Archive', 'Orders'])
    const field = (): HTMLSelectElement | null | undefined =>
      inspector.renderRoot.querySelector('aw-form')?.shadowRoot?.querySelector<HTMLSelectElement>('select#workflow')
    await waitUntil(() => field()?.options.length === 3)
    expect([...field()!.options].map(({ text }) => text)).to.deep.equal(['Workflow inside this node', 'Archive', 'Orders']) // oxfmt-ignore
    await expect(inspector).to.be.accessible()
    field()!.value = 'Orders'
    field()!.dispatchEvent(new Event('change'))
    const { data } = session.document.current.nodes.find(({ id }) => id === 'sub')!
    expect(data.config.workflow).to.equal('Orders')
  })
})
