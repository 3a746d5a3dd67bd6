import { error, ok, type WorkflowProposal } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { createDocument } from '../../test-canvas.ts'
import { testLoadPreview, testPreviewDataset } from '../../test-load-preview.ts'
import { TestSession } from '../../test-session.ts'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'
import type { AwProposal } from './aw-proposal.ts'
import { createNode } from '../../../../test/create-node.ts'

defineElements()

const node = (id: string) => createNode(id, 'preparing', { target: 'ml-ready' }, { position: { x: 320, y: 400 } })
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: 'table',
  target,
  targetHandle: 'table',
})
const proposed: WorkflowProposal = {
  edit: {
    type: 'batch',
    edits: [
      { type: 'add-node', node: node('check') },
      { type: 'add-node', node: node('extra') },
      { type: 'add-edge', edge: edge('load', 'check') },
      { type: 'add-edge', edge: edge('check', 'extra') },
      { type: 'set-config', id: 'load', path: ['sheet'], value: 'March' },
    ],
  },
  problems: [],
  dropped: ['teleport'],
  questions: ['Which sheet?'],
  remarks: 'Check the sheet.',
  requests: 2,
  model: 'small',
  host: 'models.example',
}

describe('a change by a language model', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  let asks: { description: string; model: string | undefined }[]
  let answers: WorkflowProposal[]
  const proposal = (): AwProposal | null => editor.shadowRoot!.querySelector('aw-proposal')
  const root = (): ShadowRoot => proposal()!.shadowRoot!
  const buttons = (): string[] =>
    [...root().querySelectorAll('button')].map((button) => (button.textContent ?? '').trim())

  /** Opens the command palette, types a description and chooses the entry of the model, or that of the rules. */
  async function ask(description: string, entry = 'ask small'): Promise<void> {
    editor.openCommandPalette()
    await waitUntil(
      () => editor.shadowRoot?.querySelector('aw-command-palette')?.shadowRoot?.querySelector('input') !== null,
    )
    await sendKeys({ type: description })
    const items = (): HTMLElement[] => [
      ...(editor.shadowRoot?.querySelector('aw-command-palette')?.shadowRoot?.querySelectorAll('li') ?? []),
    ]
    await waitUntil(() => items().some(({ dataset }) => dataset.id === entry), 'the entry is listed')
    items()
      .find(({ dataset }) => dataset.id === entry)!
      .click()
    await waitUntil(() => proposal()?.shadowRoot?.querySelector('dialog')?.open === true, 'the dialog opens')
  }

  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    const document = createDocument([
      ['load', 'loading', 0, 0],
      ['show', 'table', 640, 20],
    ])
    session = new TestSession({ document })
    asks = []
    answers = [proposed]
    session.assist().proposeEdit = async (description, { model } = {}) => {
      asks.push({ description, model })
      const answer = answers.shift()
      return answer ? ok(answer) : { ok: false, problem: error('model.no-default', { available: [] } as never) }
    }
    session.runs.networkAccess = { secrets: [], models: { models: [{ id: 'small' }] } } as never
    editor = await fixture<AwWorkflowEditor>(html`<aw-workflow-editor></aw-workflow-editor>`)
    editor.style.cssText = 'display: block; width: 1200px; height: 800px'
    editor.session = session
    await editor.updateComplete
  })

  it('is asked for in the command palette, shown with its remarks, and applied node by node in one step', async () => {
    const before = session.document.current
    await ask('add a check')
    await waitUntil(() => root().querySelectorAll('li input').length === 3, 'the changes are listed')
    expect(asks).to.deep.equal([{ description: 'add a check', model: 'small' }])
    expect(session.document.current).to.equal(before)
    const text = root().textContent ?? ''
    for (const part of ['teleport', 'Which sheet?', 'Check the sheet.', 'March']) expect(text).to.contain(part)
    expect(text, 'settings are shown in words').to.not.contain('{')
    root().querySelectorAll<HTMLInputElement>('li input')[1]!.click()
    await proposal()!.updateComplete
    expect(buttons()).to.include('Apply 2 changes')
    root().querySelector<HTMLButtonElement>('.primary')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    const { nodes, edges } = session.document.current
    expect(nodes.map(({ id }) => id)).to.deep.equal(['load', 'show', 'check'])
    expect(edges.map(({ id }) => id)).to.deep.equal(['load-check'])
    expect(nodes[0]!.data.config.sheet).to.equal('March')
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('is shown on a canvas of its own, without what is rejected', async () => {
    await ask('add a check')
    const shown = (): AwCanvas | null => root().querySelector('aw-canvas')
    await waitUntil(() => shown()?.diff !== undefined, 'the differences are marked')
    expect(Object.fromEntries(shown()!.diff!.nodes)).to.deep.equal({ load: 'changed', check: 'added', extra: 'added' })
    expect([...shown()!.scene.byId.keys()]).to.deep.equal(['load', 'show', 'check', 'extra'])
    await expect(editor).to.be.accessible()
    shown()!.select(['extra'])
    await waitUntil(
      () => (root().activeElement as HTMLInputElement | null)?.value === 'added extra',
      'the change has the focus',
    )
    ;(root().activeElement as HTMLInputElement).click()
    await waitUntil(() => shown()!.diff!.nodes.size === 2, 'the rejected node is not marked')
    expect([...shown()!.scene.byId.keys()]).to.deep.equal(['load', 'show', 'check'])
  })

  it('is accepted or rejected node by node on the canvas, and undone in one step to the same bytes', async () => {
    const before = JSON.stringify(session.document.current)
    await ask('add a check')
    const decisions = (): HTMLElement[] => [...root().querySelectorAll<HTMLElement>('.decisions > li')]
    await waitUntil(() => decisions().length === 3, 'each changed node has buttons')
    const shown = root().querySelector('aw-canvas')!
    const byNode = (id: string): HTMLElement => decisions().find(({ dataset }) => dataset.node === id)!
    const isAboveNode = (id: string): boolean => {
      const box = byNode(id).getBoundingClientRect()
      const point = shown.toPage(shown.scene.byId.get(id)!)
      return Math.abs(box.left - point.x) < 3 && box.bottom <= point.y && point.y - box.bottom < 12
    }
    await waitUntil(() => ['load', 'check', 'extra'].every(isAboveNode), 'the buttons are above their nodes')
    shown.zoom(0.8)
    await waitUntil(() => ['load', 'check', 'extra'].every(isAboveNode), 'the buttons follow the canvas')
    expect(JSON.stringify(session.document.current)).to.equal(before)
    byNode('extra').querySelector<HTMLElement>('.reject')!.click()
    await waitUntil(() => !shown.scene.byId.has('extra'), 'the rejected node is not drawn')
    expect(byNode('extra').textContent).to.contain('extra')
    byNode('load').querySelector<HTMLElement>('.reject')!.click()
    await proposal()!.updateComplete
    expect(buttons()).to.include('Apply 1 change')
    byNode('extra').querySelector<HTMLElement>('.accept')!.click()
    await waitUntil(() => shown.scene.byId.has('extra'), 'the node is drawn again')
    const all = (name: string): void =>
      [...root().querySelectorAll('button')].find((button) => button.textContent!.trim() === name)!.click()
    all('Reject all')
    await proposal()!.updateComplete
    expect(root().querySelector<HTMLButtonElement>('.primary')!.disabled).to.equal(true)
    all('Accept all')
    await proposal()!.updateComplete
    await expect(editor).to.be.accessible()
    byNode('extra').querySelector<HTMLElement>('.reject')!.click()
    await proposal()!.updateComplete
    root().querySelector<HTMLButtonElement>('.primary')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['load', 'show', 'check'])
    session.document.undo()
    expect(JSON.stringify(session.document.current)).to.equal(before)
  })

  it('shows nodes with the summaries of their settings, in the list and on the canvas', async () => {
    const config = { aggregates: [{ function: 'sum', column: 'Sales', name: 'total' }] }
    const added = { ...node('total'), data: { label: 'Total', config } }
    const edits = [
      { type: 'add-node' as const, node: added },
      { type: 'add-edge' as const, edge: edge('load', 'total') },
    ]
    answers = [{ ...proposed, edit: { type: 'batch', edits } }]
    session.assist().describeOther = async ({ nodes }) => {
      const describe = { inputs: {}, outputs: {}, problems: [], summary: 'sum of `Sales`' }
      return { ready: true, problems: [], nodes: Object.fromEntries(nodes.map(({ id }) => [id, describe])) }
    }
    await ask('total sales')
    await waitUntil(() => root().querySelector('li .value')?.textContent === 'sum of Sales', 'the list has the summary')
    const shown = root().querySelector('aw-canvas')!
    await waitUntil(() => shown.scene.byId.get('total')?.content.summary === 'sum of Sales', 'the canvas has it')
    expect(root().querySelector('ul:not(.decisions)')!.checkVisibility()).to.equal(true)
    const settings = root().querySelector<HTMLElement>('li .settings')!
    expect(settings.checkVisibility({ contentVisibilityAuto: true }), 'other settings are folded').to.equal(false)
    expect(settings.textContent).to.contain('Sales')
    await expect(editor).to.be.accessible()
  })

  it('keeps the summary of a changed node while its change is rejected', async () => {
    const edits = [{ type: 'set-config' as const, id: 'load', path: ['columns'], value: ['a'] }]
    answers = [{ ...proposed, edit: { type: 'batch', edits } }]
    session.assist().describeOther = async ({ nodes }) => {
      const describe = (config: unknown) => ({ inputs: {}, outputs: {}, problems: [], summary: JSON.stringify(config) })
      const entries = nodes.map(({ id, data }) => [id, describe(data.config)])
      return { ready: true, problems: [], nodes: Object.fromEntries(entries) }
    }
    await ask('only column a')
    const findSummary = () => root().querySelector('li .value')?.textContent
    await waitUntil(() => findSummary() === '{"columns":["a"]}', 'the list has the summary with the change')
    const shown = root().querySelector('aw-canvas')!
    root().querySelector<HTMLInputElement>('li input')!.click()
    await waitUntil(
      () => shown.scene.byId.get('load')?.content.summary === '{}',
      'the canvas has it without the change',
    )
    await proposal()!.updateComplete
    expect(findSummary()).to.equal('{"columns":["a"]}')
  })

  it('moves several accepted nodes into view without selecting them', async () => {
    const at = (id: string, x: number) => ({ ...node(id), position: { x, y: 700 } })
    const edits = [at('near', 300), at('far', 900)].map((added) => ({ type: 'add-node' as const, node: added }))
    answers = [{ ...proposed, edit: { type: 'batch', edits } }]
    editor.canvas!.zoom(1 / editor.canvas!.view.scale)
    await ask('add a check')
    await waitUntil(() => root().querySelectorAll('li input').length === 2, 'the changes are listed')
    root().querySelector<HTMLButtonElement>('.primary')!.click()
    const canvas = editor.canvas!
    const isInView = (id: string): boolean => {
      const { x, y, shape } = canvas.scene.byId.get(id)!
      const [start, end] = [canvas.toPage({ x, y }), canvas.toPage({ x: x + shape.width, y: y + shape.height })]
      const box = canvas.getBoundingClientRect()
      return start.x >= box.left && start.y >= box.top && end.x <= box.right && end.y <= box.bottom
    }
    await waitUntil(
      () => ['near', 'far'].every((id) => canvas.scene.byId.has(id) && isInView(id)),
      'the new nodes are visible',
    )
    expect([...canvas.selection]).to.deep.equal([])
  })

  it('changes nothing if it is canceled, and asks again after a failure', async () => {
    answers = [{ ...proposed, edit: undefined, questions: [], failure: 'The model refused.' } as never, proposed]
    const before = session.document.current
    await ask('add a check')
    await waitUntil(() => root().querySelector('[role="alert"]') !== null, 'the failure is shown')
    expect(root().querySelector('[role="alert"]')!.textContent).to.contain('The model refused.')
    root().querySelector<HTMLButtonElement>('.again')!.click()
    await waitUntil(() => root().querySelectorAll('li input').length === 3, 'the changes are listed')
    root().querySelector<HTMLButtonElement>('.quiet')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    expect(session.document.current).to.equal(before)
  })

  it('is planned by rules without a model, inserted where the text specifies, and undone to the same bytes', async () => {
    session.document.apply({ type: 'add-edge', edge: edge('load', 'show') })
    const before = JSON.stringify(session.document.current)
    const requests: unknown[] = []
    session.assist().planFromDescription = async (request) => {
      requests.push(request)
      const step = { id: 'step-1', type: 'preparing', config: {}, text: '', summary: 'Prepare', problems: [] }
      return ok({ nodes: [step], edges: [{ target: 'step-1', targetHandle: 'table' }], ignored: ['dance'] })
    }
    await ask('prepare it, dance before show', 'plan')
    await waitUntil(() => root().querySelectorAll('.decisions > li').length === 1, 'the new node has buttons')
    expect(requests[0]).to.include({ description: 'prepare it, dance', continues: true })
    expect(asks).to.deep.equal([])
    expect(JSON.stringify(session.document.current)).to.equal(before)
    expect(root().textContent).to.contain('Could not be used: dance')
    expect(buttons()).not.to.include('Ask again')
    root().querySelector<HTMLButtonElement>('.primary')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    const { nodes, edges } = session.document.current
    const added = nodes.at(-1)!
    expect(edges.map(({ source, target }) => [source, target])).to.deep.equal([
      ['load', added.id],
      [added.id, 'show'],
    ])
    session.document.undo()
    expect(JSON.stringify(session.document.current)).to.equal(before)
  })

  it('is planned for an empty document, and reports if no step was recognized', async () => {
    session.document.apply({ type: 'remove-node', id: 'load' })
    session.document.apply({ type: 'remove-node', id: 'show' })
    const plan = { nodes: [], edges: [], ignored: ['sing a song'] }
    session.assist().planFromDescription = async () => ok(plan)
    await ask('sing a song', 'plan')
    expect(root().querySelector('[role="status"]')!.textContent).to.contain('No steps were recognized')
    root().querySelector<HTMLButtonElement>('.quiet')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    const step = { type: 'loading', config: {}, text: '', summary: 'Load', problems: [] }
    session.assist().planFromDescription = async () =>
      ok({ ...plan, nodes: [{ ...step, id: 'load' }], template: 'Time series' })
    await ask('sing a series', 'plan')
    await waitUntil(() => root().querySelectorAll('.decisions > li').length === 1, 'the new node has buttons')
    expect(root().textContent).to.contain('template “Time series”')
    root().querySelector<HTMLButtonElement>('.quiet')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    const requests: unknown[] = []
    session.assist().planFromDescription = async (request) => {
      requests.push(request)
      return ok({ ...plan, nodes: [{ ...step, id: 'step-1' }] })
    }
    const file = { id: testPreviewDataset, name: 'orders.csv', size: 1, createdAt: '2026-01-01T00:00:00Z' }
    Object.assign(session.data, { list: [{ ...file, id: 'other', name: 'other.csv' }, file] })
    session.data.previewLoad = async () => ok(testLoadPreview)
    await ask('load Orders.csv', 'plan')
    await waitUntil(() => root().querySelectorAll('.decisions > li').length === 1, 'the new node has buttons')
    await expect(editor).to.be.accessible()
    root().querySelector<HTMLButtonElement>('.primary')!.click()
    await waitUntil(() => proposal() === null, 'the dialog closes')
    // The stored file that the text names is loaded, and its columns are known to the rules.
    expect(session.document.current.nodes.map(({ data }) => data.config.dataset)).to.deep.equal([testPreviewDataset])
    expect(requests[0]).to.have.nested.property('columns[0].name', testLoadPreview.columns[0]!.name)
  })

  it('is offered only for two words or more, and only if a language model is set up', async () => {
    const listed = async (text: string): Promise<boolean> => {
      editor.openCommandPalette()
      await waitUntil(
        () => editor.shadowRoot?.querySelector('aw-command-palette')?.shadowRoot?.querySelector('input') !== null,
      )
      await sendKeys({ type: text })
      const palette = editor.shadowRoot!.querySelector('aw-command-palette')!
      await palette.updateComplete
      await waitUntil(() => palette.shadowRoot!.querySelector('input')!.value === text)
      await palette.updateComplete
      const isListed = [...palette.shadowRoot!.querySelectorAll('li')].some(({ dataset }) => dataset.id === 'ask small')
      await sendKeys({ press: 'Escape' })
      await waitUntil(() => editor.shadowRoot?.querySelector('aw-command-palette') === null)
      return isListed
    }
    expect(await listed('check')).to.equal(false)
    expect(await listed('add a check')).to.equal(true)
    session.runs.networkAccess = { secrets: [], models: { models: [] } } as never
    expect(await listed('add a check')).to.equal(false)
  })
})
