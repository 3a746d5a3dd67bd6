import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { emptyWorkflow, type Json, type Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { documentOf, subWorkflowNodeType } from '../test-canvas.ts'
import { testCatalogue } from '../test-catalogue.ts'
import { click, drag, frame, keys, nodePoint } from '../test-pointer.ts'
import { TestSession } from '../test-session.ts'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { AwWorkflowEditor } from './aw-workflow-editor.ts'

defineElements()

const asJson = (workflow: Workflow): Json => workflow as unknown as Json

/** Load → Sub-workflow, in which: Prepare → Deeper, in which: Filter. */
function nested(): Workflow {
  const deepest = { ...documentOf([['filter', 'filter', 0, 0]]), name: 'Deepest' }
  const inner = { ...documentOf([['prepare', 'preparing', 320, 0], ['deeper', 'sub_workflow', 0, 0]]), name: 'Inner' } // prettier-ignore
  inner.nodes[1]!.data = { label: 'Deeper', config: { document: asJson(deepest) } }
  const outer = documentOf([['load', 'loading', 0, 0], ['sub', 'sub_workflow', 320, 0]]) // prettier-ignore
  outer.nodes[1]!.data = { label: 'Clean up', config: { document: asJson(inner) } }
  return { ...emptyWorkflow('Monthly'), nodes: outer.nodes, edges: [] }
}

describe('inside a sub-workflow', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  const canvas = (): AwCanvas => editor.canvas!
  const trail = (): string[] =>
    [...(editor.shadowRoot?.querySelectorAll('.trail button') ?? [])].map((button) => button.textContent?.trim() ?? '')
  const settle = async (): Promise<void> => {
    await editor.updateComplete
    await canvas().updateComplete
    await frame()
  }

  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    await resetMouse()
    const box = await fixture<HTMLElement>(html`<div></div>`)
    box.style.cssText = 'width: 1200px; height: 800px'
    session = new TestSession({ document: nested(), catalogue: [...testCatalogue, subWorkflowNodeType] })
    editor = document.createElement('aw-workflow-editor')
    editor.style.cssText = 'display: block; width: 1200px; height: 800px'
    editor.session = session
    box.append(editor)
    await settle()
    await settle()
  })

  const enter = async (id: string): Promise<void> => {
    const at = nodePoint(canvas(), id)
    await click(at)
    await click(at)
    await settle()
    await settle()
  }

  it('goes in by a double click, shows the way, edits and undoes inside, and comes out', async () => {
    const before = session.document
    expect(trail()).to.deep.equal([])
    await enter('sub')
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    expect(canvas().scene.nodes.map(({ id }) => id)).to.deep.equal(['prepare', 'deeper'])
    await enter('deeper')
    expect(trail()).to.deep.equal(['Monthly', 'Clean up', 'Deeper'])
    const from = nodePoint(canvas(), 'filter')
    await drag(from, { x: from.x + 64 * canvas().view.scale, y: from.y })
    await settle()
    expect(canvas().scene.byId.get('filter')?.x).to.equal(64)
    expect(session.calls.at(-1)?.args[0]).to.deep.include({ type: 'edit-inside', id: 'sub', setting: 'document' })
    expect(session.document).to.not.deep.equal(before)
    await keys('Control', 'z')
    await settle()
    expect(canvas().scene.byId.get('filter')?.x).to.equal(0)
    expect(session.document).to.deep.equal(before)
    const [, second] = editor.shadowRoot?.querySelectorAll<HTMLElement>('.trail button') ?? []
    second?.click()
    await settle()
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    await settle()
    expect([...canvas().selection]).to.deep.equal(['deeper'])
  })

  it('goes in and out by keyboard', async () => {
    canvas().focusNode('sub')
    await settle()
    await sendKeys({ press: 'e' })
    await settle()
    expect(trail()).to.deep.equal(['Monthly', 'Clean up'])
    await settle()
    await keys('Shift', 'E')
    await settle()
    expect(trail()).to.deep.equal([])
    await settle()
    expect([...canvas().selection]).to.deep.equal(['sub'])
  })

  it('comes out when the sub-workflow goes away, and shows what a run did within', async () => {
    await enter('sub')
    await session.start()
    session.play(
      { type: 'node-started', node: 'sub', attempt: 1, key: 'k' },
      { type: 'node-started', node: 'prepare', scope: ['sub#0'], attempt: 1, key: 'k2' },
    )
    await settle()
    expect(canvas().scene.byId.get('prepare')?.face.state).to.equal('running')
    session.apply({ type: 'remove-node', id: 'sub' })
    await settle()
    expect(trail()).to.deep.equal([])
    expect(canvas().scene.nodes.map(({ id }) => id)).to.deep.equal(['load'])
  })

  it('changes the settings of a node inside', async () => {
    await enter('sub')
    await click(nodePoint(canvas(), 'prepare'))
    await settle()
    await settle()
    const inspector = editor.shadowRoot?.querySelector('aw-inspector')
    const name = inspector?.shadowRoot?.querySelector<HTMLInputElement>('input.name')
    expect(name?.value).to.equal('prepare')
    name!.value = 'Tidy'
    name!.dispatchEvent(new Event('input'))
    await settle()
    expect(canvas().scene.byId.get('prepare')?.face.title).to.equal('Tidy')
  })
})
