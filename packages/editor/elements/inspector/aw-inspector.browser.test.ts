import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { createEmptyRunView, createEmptyWorkflow, type Config, type NodeRun, type NodeType } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import type { AwColumnField } from '../../forms/columns/aw-column-field.ts'

import { subWorkflowNodeType, testCatalog } from '../../test-catalog.ts'
import { waitForFrame, pressKeys, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { loadLanguage } from '../../language/languages.ts'
import type { AwInspector } from './aw-inspector.ts'

defineElements()

interface Mounted {
  inspector: AwInspector
  session: TestSession
}

async function mount(...nodes: string[]): Promise<Mounted> {
  const session = new TestSession({ document: mainJob() })
  const inspector = await fixture<AwInspector>(
    html`<aw-inspector .session=${session} .nodes=${new Set(nodes)} .newId=${() => 'new-edge'}></aw-inspector>`,
  )
  inspector.style.cssText = 'width: 320px; height: 800px'
  await waitForFrame()
  return { inspector, session }
}

const configOf = (session: TestSession, id: string): unknown =>
  session.document.current.nodes.find((node) => node.id === id)?.data.config

describe('<aw-inspector>', () => {
  beforeEach(() => setViewport({ width: 800, height: 900 }))

  it('changes a setting by an edit, typing as one undo step', async () => {
    const { inspector, session } = await mount('load')
    const form = getElement(inspector, 'aw-form')
    const field = getElement<HTMLInputElement>(form, '#maxRetries')
    field.focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: '2' })
    expect(configOf(session, 'load')).to.deep.equal({ maxRetries: 2 })
    session.document.undo()
    await inspector.updateComplete
    expect(configOf(session, 'load')).to.deep.equal({})
    await waitForFrame()
    expect(field.value).to.equal('3')
  })

  it('runs the workflow up to a node, and parts of it once there are results', async () => {
    const { inspector, session } = await mount('prepare')
    const parts: unknown[] = []
    session.runs.start = async (options) => void (options?.part && parts.push(options.part))
    const findButton = (label: string): HTMLButtonElement | undefined =>
      [...inspector.shadowRoot!.querySelectorAll<HTMLButtonElement>('.actions button')].find(
        (button) => button.textContent.trim() === label,
      )
    await waitUntil(() => findButton('Run to here'))
    expect(findButton('Run only this')!.disabled).to.equal(true)
    findButton('Run to here')!.click()
    session.playCompleted()
    await waitUntil(() => findButton('Run only this')?.disabled === false)
    findButton('Run from here')!.click()
    findButton('Run only this')!.click()
    expect(parts).to.deep.equal(['to', 'from', 'only'].map((kind) => ({ kind, node: 'prepare' })))
    await expect(inspector).to.be.accessible()
    inspector.nodes = new Set(['load', 'prepare'])
    await waitUntil(() => inspector.shadowRoot!.querySelector('h2')?.textContent === '2 nodes selected')
    findButton('Run to here')!.click()
    expect(parts.at(-1)).to.deep.equal({ kind: 'to', node: 'prepare' })
    for (const { id } of session.document.current.edges) session.document.apply({ type: 'remove-edge', id })
    await inspector.updateComplete
    findButton('Run to here')!.click()
    expect(parts.at(-1)).to.deep.equal({ kind: 'to', node: 'load', others: ['prepare'] })
    inspector.strings = (await loadLanguage('de')).inspectorStrings
    await waitUntil(() => findButton('Bis hier'))
  })

  it('aligns, groups and disables several nodes by the commands of the canvas', async () => {
    const { inspector, session } = await mount()
    const canvas = await fixture<AwCanvas>(
      html`<aw-canvas style="width: 400px; height: 300px" .session=${session}></aw-canvas>`,
    )
    await waitForFrame()
    canvas.select(['load', 'prepare'])
    inspector.canvas = canvas
    inspector.nodes = new Set(['load', 'prepare'])
    const findButton = (label: string): HTMLButtonElement | undefined =>
      [...inspector.shadowRoot!.querySelectorAll<HTMLButtonElement>('.actions button')].find(
        (button) => (button.ariaLabel ?? button.textContent.trim()) === label,
      )
    await waitUntil(() => findButton('Align tops'))
    expect(findButton('Distribute horizontally')!.disabled).to.equal(true)
    await expect(inspector).to.be.accessible()
    findButton('Disable or enable')!.click()
    const getModes = (): unknown[] => session.document.current.nodes.map(({ mode }) => mode)
    expect(getModes().filter((mode) => mode === 'disabled')).to.have.length(2)
    session.document.undo()
    findButton('Group')!.click()
    expect(session.document.current.groups).to.have.length(1)
  })

  it('opens the workflow in a sub-workflow node, and does not show it as JSON', async () => {
    const document = mainJob()
    const inside = { version: 1, name: 'Inside', status: 'draft', tags: [], settings: {}, nodes: [], edges: [] }
    const config = { workflow: '', document: inside }
    document.nodes.push({ id: 'sub', type: 'sub_workflow', position: { x: 0, y: 0 }, data: { label: '', config } })
    const properties = {
      workflow: { type: 'string', title: 'Workflow' },
      document: { type: 'object', title: 'Document', format: 'json' },
    }
    const type: NodeType = { ...subWorkflowNodeType, settings: { type: 'object', properties } }
    const session = new TestSession({ document, catalog: [...testCatalog, type] })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['sub'])}></aw-inspector>`,
    )
    await waitForFrame()
    const form = getElement(inspector, 'aw-form')
    expect(form.shadowRoot?.querySelector('#workflow')).not.to.equal(null)
    expect(form.shadowRoot?.querySelector('#document')).to.equal(null)
    const entered: unknown[] = []
    inspector.addEventListener('aw-node-enter', ({ node }) => entered.push(node))
    getElement(inspector, '.enter').click()
    expect(entered).to.deep.equal(['sub'])
    await expect(inspector).to.be.accessible()
  })

  const showSubWorkflow = async (config: Config, workflowUrl?: AwInspector['workflowUrl']) => {
    const document = mainJob()
    document.nodes.push({ id: 'sub', type: 'sub_workflow', position: { x: 0, y: 0 }, data: { label: 'Inner', config } })
    const properties = {
      workflow: { type: 'string', title: 'Workflow' },
      document: { type: 'object', title: 'Document', format: 'json' },
    }
    const type: NodeType = { ...subWorkflowNodeType, settings: { type: 'object', properties } }
    const session = new TestSession({ document, catalog: [...testCatalog, type] })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['sub'])} .workflowUrl=${workflowUrl}></aw-inspector>`,
    )
    await waitForFrame()
    expect(getElement(inspector, 'aw-form').shadowRoot?.querySelector('#document')).to.equal(null)
    return { inspector, session }
  }

  it('links to the workflow that a sub-workflow node names, if the page has its address', async () => {
    const config = { workflow: ' Daily import ', document: {} }
    const { inspector } = await showSubWorkflow(config, (name) =>
      name === 'Daily import' ? '/workflows/7' : undefined,
    )
    const link = getElement<HTMLAnchorElement>(inspector, '.enter')
    expect([link.localName, link.getAttribute('href'), link.textContent?.trim()]).to.deep.equal([
      'a',
      '/workflows/7',
      'Open sub-workflow',
    ])
    await expect(inspector).to.be.accessible()
    const unknown = await showSubWorkflow(config)
    expect(unknown.inspector.renderRoot.querySelector('.enter')).to.equal(null)
  })

  it('opens an empty workflow in a sub-workflow node without one', async () => {
    const { inspector, session } = await showSubWorkflow({ workflow: '', document: {} })
    const entered: unknown[] = []
    inspector.addEventListener('aw-node-enter', ({ node }) => entered.push(node))
    getElement(inspector, '.enter').click()
    expect(entered).to.deep.equal(['sub'])
    expect(configOf(session, 'sub')).to.deep.include({ document: { ...createEmptyWorkflow('Inner') } })
  })

  it('requests checks of statements once a node with a statement is shown', async () => {
    const session = new TestSession({ document: mainJob(), catalog: testCatalog })
    let checks = 0
    session.assist().checkStatements = () => void checks++
    const statement = { type: 'string', title: 'Statement', format: 'sql' }
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['load'])}></aw-inspector>`,
    )
    await waitForFrame()
    expect(checks).to.equal(0)
    session.engine.catalog = testCatalog.map((type) => ({
      ...type,
      settings: { type: 'object', properties: { statement } },
    }))
    inspector.nodes = new Set(['prepare'])
    await waitForFrame()
    expect(checks).to.be.greaterThan(0)
  })

  it('shows the line of a file that an earlier page has loaded, until its settings change', async () => {
    const { inspector, session } = await mount('load')
    const workflow = session.document.current
    const run: NodeRun = {
      node: 'load',
      state: 'completed',
      attempt: 1,
      outputs: {},
      retries: 0,
      problems: [],
      rows: 1204,
      report: { kind: 'load', report: { file: 'sales.csv', rejects: 3 } },
    }
    session.runs.previous = { ...createEmptyRunView('run-0'), state: 'completed', workflow, nodes: { load: run } }
    await waitForFrame(inspector.requestUpdate())
    expect(getElement(inspector, '.loaded').textContent).to.equal('sales.csv · 1,204 rows · 3 rejected')
    await waitForFrame(session.document.apply({ type: 'set-config', id: 'load', path: ['maxRetries'], value: 9 }))
    expect(inspector.renderRoot.querySelector('.loaded')).to.equal(null)
  })

  it('renames a node, as one undo step', async () => {
    const { inspector, session } = await mount('load')
    getElement<HTMLInputElement>(inspector, '.head input').focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: 'Sales' })
    expect(session.document.current.nodes[0]?.data.label).to.equal('Sales')
    session.document.undo()
    expect(session.document.current.nodes[0]?.data.label).to.equal('Load file')
  })

  it('adds, changes and removes a connection by keyboard', async () => {
    const { inspector, session } = await mount('table')
    const select = getElement<HTMLSelectElement>(inspector, '#input-table')
    expect([...select.options].map((option) => option.textContent)).to.deep.equal([
      'Not connected',
      'Load file',
      'Prepare',
      'Validate, table',
    ])
    expect(select.selectedIndex).to.equal(3)
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change'))
    await inspector.updateComplete
    const edges = session.document.current.edges.filter((edge) => edge.target === 'table')
    expect(edges).to.deep.equal([
      { id: 'new-edge', source: 'load', sourceHandle: 'table', target: 'table', targetHandle: 'table' },
    ])
    select.selectedIndex = 0
    select.dispatchEvent(new Event('change'))
    expect(session.document.current.edges.some((edge) => edge.target === 'table')).to.equal(false)
  })

  it('fills the settings of a new node that is connected here', async () => {
    const { inspector, session } = await mount('sorted')
    const table = session.engine.catalog.find(({ type }) => type === 'table')!
    session.setCatalog([...session.engine.catalog, { ...table, type: 'sort', defaults: { by: [] } }])
    const node = { id: 'sorted', type: 'sort', position: { x: 0, y: 0 }, data: { label: 'Sorted', config: {} } }
    session.document.apply({ type: 'add-node', node })
    await inspector.updateComplete
    const select = getElement<HTMLSelectElement>(inspector, '#input-table')
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change'))
    expect(configOf(session, 'sorted')).to.have.nested.property('by[0].column', 'value')
  })

  it('shows columns of inputs and outputs, and problems with their hints', async () => {
    const { inspector, session } = await mount('prepare')
    const columns = [...(inspector.shadowRoot?.querySelectorAll('details:first-of-type .columns .name') ?? [])].map(
      (name) => name.textContent,
    )
    expect(columns.slice(0, 4)).to.deep.equal(['id', 'name', 'value', 'category'])
    expect(inspector.shadowRoot?.querySelector('.problems')).to.equal(null)
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    await inspector.updateComplete
    expect(getElement(inspector, '.problems').textContent).to.contain('Prepare needs a table at "table".')
    expect(getElement(inspector, '.problems .hint').textContent).to.contain('Connect a node')
  })

  it('lists the columns of an output from the last run if they are unknown before one', async () => {
    const { inspector, session } = await mount('prepare')
    const { description } = session.document
    const { prepare } = description!.nodes
    session.document.description = {
      ...description!,
      nodes: { ...description!.nodes, prepare: { ...prepare!, outputs: {} } },
    }
    inspector.requestUpdate()
    await inspector.updateComplete
    const help = 'Run the workflow to list columns.'
    expect(inspector.shadowRoot!.textContent).to.contain(help)
    session.playCompleted()
    await inspector.updateComplete
    expect(inspector.shadowRoot!.textContent).not.to.contain(help)
  })

  it('links a problem to the error reference if that has an address', async () => {
    const { inspector, session } = await mount('prepare')
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    await inspector.updateComplete
    expect(inspector.shadowRoot?.querySelector('.problems a')).to.equal(null)
    inspector.errorReferenceUrl = '/docs/errors'
    await inspector.updateComplete
    const link = getElement<HTMLAnchorElement>(inspector, '.problems a')
    expect(link.textContent?.trim()).to.equal('Learn more')
    expect(link.getAttribute('href')).to.match(/^\/docs\/errors#[a-z-]+\.[a-z-]+$/)
    expect(link.rel).to.equal('noreferrer')
  })

  it('offers input columns in column fields, and follows changes of the input', async () => {
    const sort: NodeType = {
      ...testCatalog.find(({ type }) => type === 'filter')!,
      type: 'sort',
      inputs: [{ name: 'table', type: 'table', required: true }],
      settings: {
        type: 'object',
        properties: {
          by: { type: 'string', title: 'Column', format: 'column' },
          made: { type: 'string', title: 'Formula', format: 'sql' },
        },
      },
      defaults: {},
    }
    const document = mainJob()
    document.nodes[3] = { ...document.nodes[3]!, type: 'sort' }
    const session = new TestSession({ document, catalog: [...testCatalog, sort] })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['table'])}></aw-inspector>`,
    )
    const sheet = Object.assign(globalThis.document.createElement('style'), {
      textContent: 'aw-inspector::part(code) { outline: 3px solid rgb(1, 2, 3) }',
    })
    await waitForFrame(globalThis.document.head.append(sheet))
    const form = getElement(inspector, 'aw-form')
    const field = getElement<AwColumnField>(form, 'aw-column-field')
    expect(field.columns?.map(({ name }) => name)).to.deep.equal(['id', 'name', 'value', 'category'])
    const { description } = session.document
    const table = description!.nodes.table!
    session.setDescription({
      ...description!,
      nodes: {
        ...description!.nodes,
        table: { ...table, inputs: { table: { type: 'table', columns: [{ name: 'total', type: 'DOUBLE' }] } } },
      },
    })
    await waitUntil(() => field.columns?.[0]?.name === 'total')
    field.focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowDown')
    await pressKeys('Enter')
    expect(configOf(session, 'table')).to.deep.equal({ by: 'total' })
    // The page styles a deeply nested part.
    expect(getComputedStyle(getElement(form, 'aw-code-field', '.code')).outlineColor).to.equal('rgb(1, 2, 3)')
    sheet.remove()
  })

  it('imports a chosen file and sets it on the node', async () => {
    const { inspector, session } = await mount('load')
    const form = getElement(inspector, 'aw-form')
    const { FileChosenEvent } = await import('../../forms/aw-form.ts')
    form.dispatchEvent(new FileChosenEvent({ name: 'dataset', file: new File(['a\n1\n'], 'a.csv') }))
    await new Promise((resolve) => setTimeout(resolve, 30))
    const [dataset] = session.data.list
    expect(dataset?.name).to.equal('a.csv')
    expect(configOf(session, 'load')).to.deep.equal({ dataset: dataset?.id })
  })

  it('keeps its width with long labels', async () => {
    const { inspector, session } = await mount('prepare')
    const label = 'x'.repeat(3_000)
    session.document.apply({ type: 'set-label', id: 'prepare', label })
    session.document.apply({ type: 'set-label', id: 'load', label })
    await inspector.updateComplete
    await waitForFrame()
    expect(getElement<HTMLInputElement>(inspector, '.head .name').maxLength).to.equal(200)
    for (const place of ['.head', '.body']) {
      const { scrollWidth, clientWidth } = getElement(inspector, place)
      expect(scrollWidth, place).to.equal(clientWidth)
    }
  })

  it('removes one node or several', async () => {
    const { inspector, session } = await mount('load')
    getElement(inspector, '.danger').click()
    expect(session.document.current.nodes.map((node) => node.id)).to.deep.equal(['prepare', 'validate', 'table'])
    inspector.nodes = new Set(['prepare', 'table'])
    await inspector.updateComplete
    expect(inspector.shadowRoot?.textContent).to.contain('2 nodes selected')
    getElement(inspector, '.danger').click()
    expect(session.document.current.nodes.map((node) => node.id)).to.deep.equal(['validate'])
  })

  it('keeps the settings of an unknown node type, and reports it', async () => {
    const { inspector, session } = await mount('x')
    session.document.apply({
      type: 'add-node',
      node: { id: 'x', type: 'gone', position: { x: 0, y: 0 }, data: { label: 'Gone', config: { a: 1 } } },
    })
    await inspector.updateComplete
    expect(inspector.shadowRoot?.textContent).to.contain('Unknown node type “gone”')
    expect(configOf(session, 'x')).to.deep.equal({ a: 1 })
  })

  it('does not report unknown node types before the types are loaded', async () => {
    const { inspector, session } = await mount('load')
    session.setCatalog([])
    await inspector.updateComplete
    expect(inspector.shadowRoot?.textContent).not.to.contain('Unknown node type')
  })

  it('changes nothing if it is read-only, and is accessible', async () => {
    const { inspector } = await mount('load')
    await expect(inspector).to.be.accessible()
    inspector.readonly = true
    await inspector.updateComplete
    await waitForFrame()
    expect(inspector.shadowRoot?.querySelector('.danger')).to.equal(null)
    const form = getElement(inspector, 'aw-form')
    expect(getElement<HTMLSelectElement>(form, '#dataset').disabled).to.equal(true)
  })
})
