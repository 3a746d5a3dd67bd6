import type { WorkflowSession } from '@aw-flow/client'
import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import {
  createEmptyWorkflow,
  error,
  failed,
  ok,
  type Edit,
  type NodePreview,
  type Problem,
  type Result,
} from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { InnerSession } from '../../inner-session.ts'
import { loadLanguage } from '../../language/languages.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwNodePreview } from './aw-node-preview.ts'
import { createNode } from '../../../../test/create-node.ts'

defineElements()

interface Request {
  readonly node: string
  readonly signal: AbortSignal | undefined
  respond(result: Result<NodePreview>): void
}

/** A session whose previews a test responds to. */
function createSession(): { session: TestSession; requests: Request[] } {
  const session = new TestSession({ document: mainJob() })
  const requests: Request[] = []
  session.assist().previewNode = (node, options) =>
    new Promise((respond) => requests.push({ node, signal: options?.signal, respond }))
  // Without a required file, nothing is previewed.
  session.setDescription({ nodes: {}, problems: [], ready: true })
  return { session, requests }
}

async function mount(
  session: WorkflowSession,
  node = 'validate',
): Promise<{ element: AwNodePreview; preview: HTMLElement }> {
  const element = await fixture<AwNodePreview>(
    html`<aw-node-preview style="width: 320px; height: 300px" .session=${session} .node=${node}></aw-node-preview>`,
  )
  await waitUntil(() => findPreview(element) !== null)
  return { element, preview: findPreview(element)! }
}

const findPreview = (element: AwNodePreview): HTMLElement | null =>
  element.renderRoot.querySelector<HTMLElement>('.preview')
const getText = (element: AwNodePreview): string =>
  (findPreview(element)?.innerText ?? '').replaceAll(/\s+/g, ' ').trim()
const toCompleted = (session: TestSession, rows: number, sample?: { rows: number; of?: number }): NodePreview => ({
  state: 'completed',
  outputs: { table: { kind: 'table', table: { ...session.createTableRef('preview'), rows } } },
  ...(sample ? { sample } : {}),
})
const setRetries = (session: TestSession, value: number): void =>
  void session.document.apply({ type: 'set-config', id: 'validate', path: ['retries'], value })

describe('the preview of a node', () => {
  beforeEach(async () => {
    await setViewport({ width: 900, height: 800 })
  })

  it('shows the first rows without a run, and how many rows were sampled', async () => {
    const { session, requests } = createSession()
    const { element, preview } = await mount(session)
    await waitUntil(() => requests.length === 1)
    expect(requests[0]?.node).to.equal('validate')
    const note: Problem = { code: 'test', severity: 'info', message: 'A run asks about 12 values.' }
    requests[0]?.respond(ok({ ...toCompleted(session, 312, { rows: 10_000, of: 1_000_000 }), notes: [note] }))
    await waitUntil(() => preview.querySelectorAll('tbody tr').length === 20)
    expect(getText(element)).to.contain('A run asks about 12 values.')
    expect(getText(element)).to.contain('312 rows').and.to.contain('Sample: 10,000 of 1,000,000 rows')
    // The sticky names of columns remain below what covers the element, such as maximized results.
    const cover = await fixture<HTMLElement>(html`<div style="position: fixed; inset: 0; z-index: 0"></div>`)
    const { x, y, width, height } = preview.querySelector('th')!.getBoundingClientRect()
    expect(document.elementFromPoint(x + width / 2, y + height / 2) === cover).to.equal(true)
    cover.remove()
    expect([...preview.querySelectorAll('th')].map((header) => header.innerText.trim())).to.deep.equal([
      'id',
      'name',
      'value',
      'category',
    ])
    await expect(element).to.be.accessible()
  })

  it('scrolls long notes with the rows below the count of the last run, and shows names in them as code', async () => {
    const { session, requests } = createSession()
    const { preview } = await mount(session)
    await waitUntil(() => requests.length === 1)
    const note: Problem = { code: 'test', severity: 'info', message: 'Column `price` is used for both coordinates.' }
    const notes = Array.from({ length: 12 }, () => note)
    requests[0]?.respond(ok({ ...toCompleted(session, 312, { rows: 312, of: 1_000 }), notes }))
    await waitUntil(() => preview.querySelector('tbody tr') !== null)
    expect(preview.querySelector('.note code')?.textContent).to.equal('price')
    preview.querySelector('.preview-content')!.scrollTop = 10_000
    const getRect = (selector: string): DOMRect => preview.querySelector(selector)!.getBoundingClientRect()
    expect(getRect('.counts').bottom).to.be.at.most(getRect('.preview-content').top)
    expect(getRect('.scroll').bottom).to.be.at.most(preview.getBoundingClientRect().bottom)
  })

  it('marks rows as outdated once a setting changes, and cancels the outdated request', async () => {
    const { session, requests } = createSession()
    const { element, preview } = await mount(session)
    await waitUntil(() => requests.length === 1)
    requests[0]?.respond(ok(toCompleted(session, 5)))
    await waitUntil(() => preview.querySelector('tbody tr') !== null)
    expect(preview.querySelector('[aria-busy]')?.getAttribute('aria-busy')).to.equal('false')

    setRetries(session, 1)
    await element.updateComplete
    expect(preview.querySelector('[aria-busy]')?.getAttribute('aria-busy')).to.equal('true')
    expect(getText(element)).to.contain('Updating…')
    await waitUntil(() => requests.length === 2)
    setRetries(session, 2)
    await waitUntil(() => requests.length === 3)
    expect(requests[1]?.signal?.aborted).to.equal(true)
    requests[1]?.respond(ok(toCompleted(session, 6)))
    requests[2]?.respond(ok(toCompleted(session, 7)))
    await waitUntil(() => getText(element).includes('7 rows'))
    expect(preview.querySelector('[aria-busy]')?.getAttribute('aria-busy')).to.equal('false')
  })

  it('does not request anything after a change that outputs do not depend on', async () => {
    const { session, requests } = createSession()
    const { element } = await mount(session)
    await waitUntil(() => requests.length === 1)
    session.document.apply({ type: 'set-label', id: 'validate', label: 'Check' })
    session.document.apply({ type: 'set-config', id: 'table', path: ['a'], value: 1 })
    await element.updateComplete
    setRetries(session, 1)
    await waitUntil(() => requests.length === 2)
    expect(requests).to.have.length(2)
  })

  it('shows the row count of the last run beside it, and follows the run', async () => {
    const { session, requests } = createSession()
    const { element } = await mount(session)
    await waitUntil(() => requests.length === 1)
    requests[0]?.respond(ok(toCompleted(session, 5)))
    session.playCompleted()
    session.setDescription({ nodes: {}, problems: [], ready: true })
    await waitUntil(() => requests.length === 2)
    requests[1]?.respond(ok(toCompleted(session, 5)))
    await waitUntil(() => getText(element).includes('Last run: 1,000 rows'))
    setRetries(session, 3)
    session.setDescription({ nodes: {}, problems: [], ready: true })
    await waitUntil(() => getText(element).includes('Last run, before these changes: 1,000 rows'))
  })

  it('waits until the problems of the node and of those before it are resolved', async () => {
    const { session, requests } = createSession()
    const problems: Problem[] = [{ code: 'test', severity: 'error', message: 'No column.' }]
    const nodes = { load: { inputs: {}, outputs: {}, summary: '', problems } }
    session.setDescription({ nodes, problems, ready: false })
    const { element } = await mount(session)
    expect(getText(element)).to.contain('Fix the problems in this node')
    expect(requests).to.have.length(0)
    session.setDescription({ nodes: {}, problems: [], ready: true })
    await waitUntil(() => requests.length === 1)
  })

  it('explains why it is missing, in German too', async () => {
    const { session, requests } = createSession()
    const { element } = await mount(session)
    await waitUntil(() => requests.length === 1)
    requests[0]?.respond(ok({ state: 'unavailable', reason: 'effects', node: 'load' }))
    await waitUntil(() => getText(element).includes('“Load file” sends or changes data'))
    setRetries(session, 1)
    session.setDescription({ nodes: {}, problems: [], ready: true })
    await waitUntil(() => requests.length === 2)
    requests[1]?.respond(failed({ code: 'x', severity: 'error', message: 'The disk is full.' }))
    await waitUntil(() => getText(element).includes('No preview: The disk is full.'))
    setRetries(session, 2)
    await waitUntil(() => requests.length === 3)
    const problem = error('load.no-dataset', { node: 'Load file' }, { where: { node: 'load' } })
    requests[2]?.respond(ok({ state: 'failed', problem }))
    await waitUntil(() => getText(element).includes('Choose a file for “Load file” to see a preview.'))
    element.strings = (await loadLanguage('de')).inspectorStrings
    await waitUntil(() => getText(element).includes('Vorschau'))
  })

  it('shows the rows of a node in a sub-workflow, and follows the settings of nodes outside', async () => {
    const { session, requests } = createSession()
    const { nodes } = mainJob()
    const [load, validate] = ['load', 'validate'].map((id) => nodes.find((node) => node.id === id)!)
    const inside = {
      ...createEmptyWorkflow('Inside'),
      nodes: [validate, { ...load!, id: 'other' }],
      ports: { inputs: [{ name: 'in', type: 'table', to: [{ node: 'validate', port: 'table' }] }], outputs: [] },
    }
    const sub = {
      ...validate!,
      id: 'sub',
      type: 'sub_workflow',
      data: { label: 'Inside', config: { document: inside as never } },
    }
    session.document.apply({ type: 'add-node', node: sub })
    session.document.apply({
      type: 'add-edge',
      edge: { id: 'load-sub', source: 'load', sourceHandle: 'table', target: 'sub', targetHandle: 'in' },
    })
    const { element, preview } = await mount(new InnerSession(session, ['sub']))
    await waitUntil(() => requests.length === 1)
    expect(requests[0]?.node).to.equal('sub/validate')
    requests[0]?.respond(ok(toCompleted(session, 5)))
    await waitUntil(() => preview.querySelector('tbody tr') !== null)
    const changeInside = (id: string): Edit => ({
      type: 'edit-inside',
      id: 'sub',
      setting: 'document',
      edit: { type: 'set-config', id, path: ['retries'], value: 1 },
    })
    session.document.apply(changeInside('other'))
    session.document.apply({ type: 'set-config', id: 'load', path: ['retries'], value: 1 })
    await waitUntil(() => requests.length === 2)
    session.document.apply(changeInside('validate'))
    await waitUntil(() => requests.length === 3)
    requests[2]?.respond(ok({ state: 'unavailable', reason: 'effects', node: 'load' }))
    await waitUntil(() => getText(element).includes('“Load file” sends or changes data'))
    session.document.apply(changeInside('validate'))
    session.document.apply({ type: 'set-config', id: 'load', path: ['retries'], value: 2 })
    await waitUntil(() => requests.length === 4)
    const problem: Problem = { code: 'x', severity: 'error', message: 'No rows.', where: { node: 'sub/validate' } }
    requests[3]?.respond(ok({ state: 'failed', problem }))
    await waitUntil(() => getText(element).includes('No preview: No rows.'))
  })

  it('shows one output at a time, and values that are not tables', async () => {
    const { session, requests } = createSession()
    const { element, preview } = await mount(session)
    await waitUntil(() => requests.length === 1)
    const { outputs } = toCompleted(session, 4) as Extract<NodePreview, { state: 'completed' }>
    requests[0]?.respond(
      ok({
        state: 'completed',
        outputs: { ...outputs, report: { kind: 'json', json: { passed: 1 } }, data: { kind: 'json', json: {} } },
      }),
    )
    await waitUntil(() => preview.querySelectorAll('.ports button').length === 3)
    const [first, second] = preview.querySelectorAll<HTMLButtonElement>('.ports button')
    expect(first?.getAttribute('aria-pressed')).to.equal('true')
    second?.click()
    await waitUntil(() => preview.querySelector('pre') !== null)
    expect(preview.querySelector('pre')?.textContent).to.contain('"passed": 1')
    expect(getText(element)).to.contain('4 rows')
    preview.querySelectorAll<HTMLButtonElement>('.ports button')[2]?.click()
    await waitUntil(() => getText(element).includes('The output has no values'))
    expect(preview.querySelector('pre'), 'no {}').to.equal(null)
  })

  it('counts the rows of a join with and without a match; in a sample, only those of the left table', async () => {
    const document = mainJob()
    document.nodes.push(createNode('pairs', 'join', { kind: 'left' }, { label: 'Pairs', position: { x: 0, y: 300 } }))
    document.edges.push(
      { id: 'left', source: 'load', target: 'pairs', sourceHandle: 'table', targetHandle: 'left' },
      { id: 'right', source: 'prepare', target: 'pairs', sourceHandle: 'table', targetHandle: 'right' },
    )
    const session = new TestSession({ document })
    session.setDescription({ nodes: {}, problems: [], ready: true })
    const rowsByKind: Readonly<Record<string, number>> = { semi: 7, anti: 3, inner: 9, right: 11 }
    let sample: { rows: number; of?: number } | undefined
    session.assist().previewNode = async (_node, options) =>
      ok(toCompleted(session, rowsByKind[String(options?.settings?.['kind'])] ?? 12, sample))
    const { element } = await mount(session, 'pairs')
    await waitUntil(() => getText(element).includes('7 of 10 left rows match'))
    expect(getText(element)).to.contain('2 right rows without a match')
    sample = { rows: 12, of: 90 }
    session.document.apply({ type: 'set-config', id: 'pairs', path: ['suffix'], value: '_2' })
    await waitUntil(() => !getText(element).includes('without a match'))
    expect(getText(element)).to.contain('7 of 10 left rows match')
  })

  it('cancels its request when it is removed', async () => {
    const { session, requests } = createSession()
    const { element } = await mount(session)
    await waitUntil(() => requests.length === 1)
    element.remove()
    expect(requests[0]?.signal?.aborted).to.equal(true)
  })
})
