import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { dropFile, mountEditor, whenSettled, type MountedEditor } from '../../test-editor.ts'
import {
  click,
  drag,
  pressKeys,
  getNodePoint,
  toPagePoint,
  getElement,
  getPortPoint,
  swipe,
} from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import { DecideEvent } from '../approval/aw-approval.ts'
import type { AwWorkflowEditor } from './aw-workflow-editor.ts'

defineElements()

/** A workflow that can run without changes. */
function runnable(): Workflow {
  const document = mainJob()
  const [load] = document.nodes
  if (load) load.data.config = { dataset: 'a'.repeat(64) }
  return document
}

const runButton = (editor: AwWorkflowEditor): HTMLElement | null =>
  editor.shadowRoot?.querySelector('aw-run-bar')?.shadowRoot?.querySelector<HTMLElement>('.run') ?? null

/** Tries to change the document by mouse and keyboard. */
async function tryToEdit({ editor, canvas }: MountedEditor): Promise<void> {
  getElement(editor, 'aw-palette', '[data-type=join]').click()
  dropFile(canvas, new File(['a'], 'a.csv'), toPagePoint(canvas, { x: 100, y: 200 }))
  const node = getNodePoint(canvas, 'load')
  await drag(node, { x: node.x + 60, y: node.y + 60 })
  await swipe(getNodePoint(canvas, 'load'), { x: node.x + 60, y: node.y + 60 })
  await drag(getPortPoint(canvas, 'load', 'output', 'table'), toPagePoint(canvas, { x: 300, y: 400 }))
  await click(getNodePoint(canvas, 'load'))
  await pressKeys('Delete')
  await pressKeys('Control', 'd')
  await pressKeys('Shift', 'l')
  await pressKeys('Shift', 'n')
  await whenSettled(pressKeys('Control', 'z'))
}

const editing = ['apply', 'undo', 'redo', 'open', 'addDataset']

describe('the modes of an editor', () => {
  beforeEach(async () => {
    await setViewport({ width: 1240, height: 840 })
    await resetMouse()
  })

  it('readonly: nothing is changed, run or decided; selection and settings are shown', async () => {
    const mounted = await mountEditor(runnable())
    const { editor, session, canvas } = mounted
    editor.readonly = true
    await whenSettled()
    const before = session.document.current
    await tryToEdit(mounted)
    expect(session.calls.filter((call) => call.method !== 'warmUp')).to.deep.equal([])
    expect(session.document.current).to.equal(before)
    expect(getElement<HTMLInputElement>(editor, '.name').disabled).to.equal(true)
    expect(editor.hasAttribute('readonly')).to.equal(true)
    expect(runButton(editor)).to.equal(null)
    expect([...canvas.selection]).to.deep.equal(['load'])
    expect(editor.shadowRoot?.querySelector('aw-inspector')).not.to.equal(null)
    await whenSettled(session.runs.start())
    // The state of a run that another user has started is shown.
    expect(getElement(editor, 'aw-run-bar', '#state').textContent).to.contain('Running')
    expect(runButton(editor)).to.equal(null)
    expect(getElement(editor, 'aw-results-drawer', 'aw-results').hasAttribute('watching')).to.equal(true)
  })

  it('run-only: runs are started and canceled, the document is not changed', async () => {
    const mounted = await mountEditor(runnable())
    const { editor, session } = mounted
    await whenSettled(editor.setAttribute('run-only', ''))
    expect(editor.runOnly).to.equal(true)
    const before = session.document.current
    await tryToEdit(mounted)
    expect(session.calls.filter((call) => editing.includes(call.method))).to.deep.equal([])
    expect(session.document.current).to.equal(before)
    expect(getElement<HTMLInputElement>(editor, '.name').disabled).to.equal(true)
    await whenSettled(runButton(editor)?.click())
    await whenSettled(runButton(editor)?.click())
    expect(session.calls.map((call) => call.method).filter((name) => ['start', 'cancel'].includes(name))).to.deep.equal(
      ['start', 'cancel'],
    )
    expect(session.document.current).to.equal(before)
  })

  it('readonly and run-only together: readonly', async () => {
    const { editor } = await mountEditor(runnable())
    editor.readonly = true
    editor.runOnly = true
    await whenSettled()
    expect(runButton(editor)).to.equal(null)
    editor.readonly = false
    await whenSettled()
    expect(runButton(editor)).not.to.equal(null)
  })

  it('passes a decision to the session, unless a listener prevents it', async () => {
    const { editor, session } = await mountEditor(runnable())
    const decision = { node: 'ask', digest: 'd', decision: 'approve' as const }
    let prevents = true
    editor.parentElement?.addEventListener('aw-decide', (event) => prevents && event.preventDefault())
    const decided = async (): Promise<unknown[]> => {
      getElement(editor, 'aw-results-drawer', 'aw-results').dispatchEvent(new DecideEvent({ decision }))
      await whenSettled()
      return session.calls.filter(({ method }) => method === 'decide').map(({ args }) => args[0])
    }
    expect(await decided()).to.deep.equal([])
    prevents = false
    expect(await decided()).to.deep.equal([decision])
  })

  it('reports which session it shows, and its changes', async () => {
    const { editor, session } = await mountEditor(runnable())
    const reported: unknown[] = []
    editor.addEventListener('aw-session', (event) => reported.push(event.session))
    editor.addEventListener('aw-document-change', (event) => reported.push(event.document))
    editor.addEventListener('aw-run-change', (event) => reported.push(event.run?.state))
    session.document.apply({ type: 'set-name', name: 'Changed' })
    const changed = session.document.current
    session.document.undo()
    expect(reported.splice(0)).to.deep.equal([changed, session.document.current])
    await session.runs.start()
    session.runs.cancel()
    expect(reported.splice(0)).to.include('cancelled')
    const other = new TestSession({ document: mainJob() })
    editor.session = other
    await whenSettled()
    editor.session = undefined
    await whenSettled()
    expect(reported.splice(0)).to.deep.equal([other, undefined])
    other.document.apply({ type: 'set-name', name: 'Nobody sees it' })
    expect(reported).to.deep.equal([])
  })

  it('keeps the focus when a run is started, so that the next key works', async () => {
    const { editor, session } = await mountEditor(runnable())
    const button = runButton(editor)
    button?.focus()
    await whenSettled(sendKeys({ press: 'Enter' }))
    expect(session.calls.some((call) => call.method === 'start')).to.equal(true)
    expect(runButton(editor)?.textContent?.trim()).to.equal('Cancel')
    expect(editor.shadowRoot?.activeElement?.localName).to.equal('aw-run-bar')
    await whenSettled(pressKeys('Control', 'k'))
    expect(editor.shadowRoot?.querySelector('aw-command-palette')).not.to.equal(null)
  })

  it('does not cancel the run by the second press of a double click on Run', async () => {
    const { editor, session } = await mountEditor(runnable())
    const box = runButton(editor)?.getBoundingClientRect()
    const at = { x: (box?.left ?? 0) + 10, y: (box?.top ?? 0) + 10 }
    await whenSettled(click(at))
    runButton(editor)?.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }))
    expect(session.calls.map((call) => call.method)).not.to.include('cancel')
  })
})
