import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { createEmptyWorkflow, type Json, type Workflow } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { findInnerWorkflow } from '@aw-flow/canvas'
import { defineElements } from '../../define-elements.ts'
import { createDocument } from '../../test-canvas.ts'
import { subWorkflowNodeType, testCatalog } from '../../test-catalog.ts'
import { click, doubleClick, drag, waitForFrame, pressKeys, getNodePoint } from '../../test-pointer.ts'
import { TestSession } from '../../test-session.ts'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { AwWorkflowEditor } from './aw-workflow-editor.ts'

defineElements()

const asJson = (workflow: Workflow): Json => workflow as unknown as Json

/** Load → Sub-workflow, in which: Prepare → Deeper, in which: Filter. */
function nested(): Workflow {
  const deepest = { ...createDocument([['filter', 'filter', 0, 0]]), name: 'Deepest' }
  const inner = { ...createDocument([['prepare', 'preparing', 320, 0], ['deeper', 'sub_workflow', 0, 0]]), name: 'Inner' } // oxfmt-ignore
  inner.nodes[1]!.data = { label: 'Deeper', config: { document: asJson(deepest) } }
  const outer = createDocument([['load', 'loading', 0, 0], ['sub', 'sub_workflow', 320, 0]]) // oxfmt-ignore
  outer.nodes[1]!.data = { label: 'Clean up', config: { document: asJson(inner) } }
  return { ...createEmptyWorkflow('Monthly'), nodes: outer.nodes, edges: [] }
}

describe('inside a sub-workflow', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  const canvas = (): AwCanvas => editor.canvas!
  const trailButtons = (): HTMLButtonElement[] => [
    ...(editor.renderRoot.querySelector('aw-scope-trail')?.renderRoot.querySelectorAll('button') ?? []),
  ]
  const trail = (): string[] => trailButtons().map((button) => button.textContent?.trim() ?? '')
  const settle = async (action?: unknown): Promise<void> => {
    await action
    await editor.updateComplete
    await canvas().updateComplete
    await waitForFrame()
  }

  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    await resetMouse()
    const box = await fixture<HTMLElement>(html`<div></div>`)
    box.style.cssText = 'width: 1200px; height: 800px'
    session = new TestSession({ document: nested(), catalog: [...testCatalog, subWorkflowNodeType] })
    editor = document.createElement('aw-workflow-editor')
    editor.style.cssText = 'display: block; width: 1200px; height: 800px'
    editor.session = session
    await settle(box.append(editor))
    await settle()
  })

  const enter = async (id: string): Promise<void> => {
    const at = getNodePoint(canvas(), id)
    await settle(doubleClick(at))
    await settle()
  }

  it('enters by a double click, shows the path, edits and undoes inside, and leaves', async () => {
    const before = session.document.current
    expect(trail()).to.deep.equal([])
    await enter('sub')
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    expect(canvas().scene.nodes.map(({ id }) => id)).to.deep.equal(['prepare', 'deeper'])
    await enter('deeper')
    expect(trail()).to.deep.equal(['Monthly', 'Clean up', 'Deeper'])
    const from = getNodePoint(canvas(), 'filter')
    await settle(drag(from, { x: from.x + 64 * canvas().view.scale, y: from.y }))
    expect(canvas().scene.byId.get('filter')?.x).to.equal(64)
    expect(session.calls.at(-1)?.args[0]).to.deep.include({ type: 'edit-inside', id: 'sub', setting: 'document' })
    expect(session.document.current).to.not.deep.equal(before)
    await settle(pressKeys('Control', 'z'))
    expect(canvas().scene.byId.get('filter')?.x).to.equal(0)
    expect(session.document.current).to.deep.equal(before)
    const [, second] = trailButtons()
    await settle(second?.click())
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    await settle()
    expect([...canvas().selection]).to.deep.equal(['deeper'])
  })

  it('exposes ports, connected or not, under unique names, and removes them', async () => {
    await enter('sub')
    await settle(canvas().select(['prepare']))
    const inspector = (): ShadowRoot => editor.shadowRoot!.querySelector('aw-inspector')!.shadowRoot!
    const boxes = (): HTMLInputElement[] => [...inspector().querySelectorAll<HTMLInputElement>('.offered input')]
    await waitUntil(() => inspector()?.querySelector('.offered'), 'the settings are there')
    const ports = (): unknown =>
      findInnerWorkflow(session.document.current.nodes.find(({ id }) => id === 'sub')!)!.ports
    const [fed, offered] = [boxes()[0]!, boxes().at(-1)!]
    fed.click()
    await settle(offered.click())
    const table = { name: 'table', type: 'table', label: 'prepare' }
    expect(ports()).to.deep.equal({
      inputs: [{ ...table, required: true, to: [{ node: 'prepare', port: 'table' }] }],
      outputs: [{ ...table, from: { node: 'prepare', port: 'table' } }],
    })
    const name = [...inspector().querySelectorAll<HTMLInputElement>('.offered + input')].at(-1)!
    name.value = 'Cleaned'
    await settle(name.dispatchEvent(new Event('input')))
    expect(ports()).to.deep.include({
      outputs: [{ ...table, label: 'Cleaned', from: { node: 'prepare', port: 'table' } }],
    })
    await settle(boxes()[0]!.click())
    expect(ports()).to.deep.include({ inputs: [] })
    await settle(session.document.undo())
    expect(boxes()[0]!.checked).to.equal(true)
    await settle(trailButtons()[0]!.click())
    const { shape } = canvas().scene.byId.get('sub')!
    expect(shape.outputs.map(({ port }) => port.label)).to.deep.equal(['Cleaned'])
    await settle(canvas().select(['load']))
    expect(boxes()).to.deep.equal([])
  })

  it('enters and leaves by keyboard', async () => {
    await settle(canvas().focusNode('sub'))
    await settle(sendKeys({ press: 'e' }))
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    await settle()
    await settle(pressKeys('Shift', 'E'))
    expect(trail()).to.deep.equal([])
    await settle()
    expect([...canvas().selection]).to.deep.equal(['sub'])
  })

  it('finds nodes inside and outside, shows their path, and opens their workflow', async () => {
    const getResults = (): HTMLElement[] => [
      ...(editor.shadowRoot?.querySelector('aw-command-palette')?.shadowRoot?.querySelectorAll('li') ?? []),
    ]
    const search = async (query: string): Promise<void> => {
      await settle(pressKeys('Control', 'k'))
      await settle(sendKeys({ type: query }))
    }
    canvas().focusNode('load')
    await search('filter')
    expect(getResults().map(({ dataset }) => dataset.id)).to.deep.equal(['sub/deeper/filter', 'add filter'])
    expect(getResults()[0]?.textContent).to.match(/filter\s+Monthly › Clean up › Deeper/)
    await settle(sendKeys({ press: 'Enter' }))
    await settle()
    expect(trail()).to.deep.equal(['Monthly', 'Clean up', 'Deeper'])
    expect([...canvas().selection]).to.deep.equal(['filter'])
    await search('load')
    expect(getResults().map(({ dataset }) => dataset.id)).to.include('load')
    getResults()
      .find(({ dataset }) => dataset.id === 'load')!
      .click()
    await settle()
    await settle()
    expect(trail()).to.deep.equal([])
    expect([...canvas().selection]).to.deep.equal(['load'])
  })

  it('leaves a removed sub-workflow, and shows the run inside', async () => {
    await enter('sub')
    await session.runs.start()
    session.play(
      { type: 'node-started', node: 'sub', attempt: 1, key: 'k' },
      { type: 'node-started', node: 'prepare', scope: ['sub#0'], attempt: 1, key: 'k2' },
    )
    await settle()
    expect(canvas().scene.byId.get('prepare')?.content.state).to.equal('running')
    await settle(session.document.apply({ type: 'remove-node', id: 'sub' }))
    expect(trail()).to.deep.equal([])
    expect(canvas().scene.nodes.map(({ id }) => id)).to.deep.equal(['load'])
  })

  it('completes expressions and lists secrets for nodes inside', async () => {
    const requestedNodes: string[] = []
    const outside = { allowedHosts: [], secrets: [{ name: 'token', hosts: ['a.example'] }] }
    Object.assign(session.runs, { networkAccess: outside })
    Object.assign(session.assist(), {
      completeExpression: (node: string) => {
        requestedNodes.push(node)
        return Promise.resolve({ ok: true, value: { completions: { from: 0, options: [] }, tried: { ok: true } } })
      },
    })
    await enter('sub')
    await enter('deeper')
    expect(editor.shownSession?.runs.networkAccess).to.equal(outside)
    await editor.shownSession?.assistant?.completeExpression('filter', 'a', 1, 'row')
    expect(requestedNodes).to.deep.equal(['sub/deeper/filter'])
  })

  it('keeps unfinished inputs when the settings close, separately for each workflow', async () => {
    const written = (): HTMLInputElement | null | undefined =>
      editor.shadowRoot
        ?.querySelector('aw-inspector')
        ?.shadowRoot?.querySelector('aw-form')
        ?.shadowRoot?.querySelector<HTMLInputElement>('#maxRetries')
    const open = async (id: string): Promise<void> => {
      await settle(canvas().select([]))
      canvas().select([id])
      for (let turn = 0; turn < 3; turn++) await settle()
    }
    await open('load')
    written()!.focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: '2e' })
    editor.shadowRoot?.querySelector('aw-inspector')?.shadowRoot?.querySelector<HTMLElement>('.head button')?.click()
    await settle()
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.equal(null)
    await open('load')
    expect(written()?.value).to.equal('2e')
    await enter('sub')
    await open('prepare')
    expect(written()?.value).not.to.equal('2e')
    session.document.apply({ type: 'set-config', id: 'load', path: ['maxRetries'], value: 5 })
    trailButtons()[0]!.click()
    for (let turn = 0; turn < 3; turn++) await settle()
    await open('load')
    expect(written()?.value).to.equal('5')
  })

  it('changes the settings of a node inside', async () => {
    await enter('sub')
    await settle(click(getNodePoint(canvas(), 'prepare')))
    await settle()
    const inspector = editor.shadowRoot?.querySelector('aw-inspector')
    const name = inspector?.shadowRoot?.querySelector<HTMLInputElement>('input.name')
    expect(name?.value).to.equal('prepare')
    name!.value = 'Tidy'
    await settle(name!.dispatchEvent(new Event('input')))
    expect(canvas().scene.byId.get('prepare')?.content.title).to.equal('Tidy')
  })
})
