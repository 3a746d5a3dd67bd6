import { expect, fixture } from '@open-wc/testing'
import { resetMouse, sendMouse, setViewport } from '@web/test-runner-commands'
import { html } from 'lit'
import { defineElements } from '../../define-elements.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import { NodeOpenEvent } from '../../canvas/canvas-events.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'
import { waitUntil } from '../../../../test/wait-until.ts'

defineElements()

async function mount(overrides: Partial<AwWorkflowEditor> = {}): Promise<AwWorkflowEditor> {
  const session = new TestSession({ document: mainJob(), rows: 200 })
  const editor = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor style="height: 700px" .session=${session}></aw-workflow-editor>`,
  )
  Object.assign(editor, overrides)
  session.playCompleted()
  await waitUntil(() => findDrawer(editor).open)
  return editor
}
const findDrawer = (editor: AwWorkflowEditor) =>
  getElement<HTMLElementTagNameMap['aw-results-drawer']>(editor, 'aw-results-drawer')
const findButton = (editor: AwWorkflowEditor, label: string): HTMLElement | null =>
  findDrawer(editor).shadowRoot!.querySelector<HTMLElement>(`[aria-label="${label}"]`)
const getBox = (editor: AwWorkflowEditor, selector: string): DOMRect =>
  getElement(editor, selector).getBoundingClientRect()

async function dock(editor: AwWorkflowEditor): Promise<void> {
  findButton(editor, 'Results beside canvas')!.click()
  await waitUntil(() => getBox(editor, 'aw-results-drawer').left >= getBox(editor, '.stage').right - 1)
}

describe('the place of the results', () => {
  const clear = (): void => ['aw-results-beside', 'aw-results-width', 'aw-results-height', 'aw-results-maximized'].forEach((name) => localStorage.removeItem(name)) // oxfmt-ignore
  beforeEach(async () => {
    clear()
    await setViewport({ width: 1400, height: 760 })
    await resetMouse()
  })
  after(clear)

  it('is beside the canvas if the user chooses it, with the full height, and is remembered', async () => {
    const editor = await mount()
    await dock(editor)
    expect(getBox(editor, 'aw-results-drawer').height).to.equal(getBox(editor, '.stage').height)
    expect(getBox(editor, '.stage').width).to.be.greaterThan(300)
    expect(findButton(editor, 'Results beside canvas')!.getAttribute('aria-pressed')).to.equal('true')
    await expect(editor).to.be.accessible()
    const next = await mount()
    await waitUntil(() => getBox(next, 'aw-results-drawer').left >= getBox(next, '.stage').right - 1)
    findButton(next, 'Results beside canvas')!.click()
    await waitUntil(() => getBox(next, 'aw-results-drawer').top >= getBox(next, '.stage').bottom - 1)
  })

  it('has a splitter that changes the width with keys and the pointer, and is remembered', async () => {
    const editor = await mount()
    await dock(editor)
    const splitter = getElement(findDrawer(editor), '.splitter')
    expect(splitter.getAttribute('aria-orientation')).to.equal('vertical')
    const { width } = getBox(editor, 'aw-results-drawer')
    splitter.focus()
    await pressKeys('ArrowLeft')
    await waitUntil(() => getBox(editor, 'aw-results-drawer').width === width + 24)
    const { left, top } = splitter.getBoundingClientRect()
    await sendMouse({ type: 'move', position: [Math.round(left) + 2, Math.round(top) + 40] })
    await sendMouse({ type: 'down' })
    await sendMouse({ type: 'move', position: [Math.round(left) - 98, Math.round(top) + 40] })
    await sendMouse({ type: 'up' })
    await waitUntil(() => getBox(editor, 'aw-results-drawer').width === width + 124)
    const next = await mount()
    await waitUntil(() => getBox(next, 'aw-results-drawer').width === width + 124)
    next.dir = 'rtl'
    await waitUntil(() => getBox(next, 'aw-results-drawer').right <= getBox(next, '.stage').left + 1)
    getElement(findDrawer(next), '.splitter').focus()
    await pressKeys('ArrowRight')
    await waitUntil(() => getBox(next, 'aw-results-drawer').width === width + 148)
  })

  it('reserves space for the canvas and the settings, even if it is maximized', async () => {
    const editor = await mount()
    await dock(editor)
    editor.canvas!.dispatchEvent(new NodeOpenEvent({ node: 'load' }))
    await waitUntil(() => editor.renderRoot.querySelector('aw-inspector'))
    findButton(editor, 'Maximize results')!.click()
    await waitUntil(() => getBox(editor, 'aw-results-drawer').width > 500)
    expect(getBox(editor, 'aw-inspector').right).to.be.at.most(editor.getBoundingClientRect().right)
    expect(getBox(editor, '.stage').width).to.be.at.least(280)
  })

  it('shows the graph where it was after the results were maximized and restored', async () => {
    const editor = await mount()
    const canvas = editor.canvas!
    const waitUntilStill = async (): Promise<void> => {
      const { view } = canvas
      await new Promise((resolve) => setTimeout(resolve, 250))
      if (canvas.view !== view) await waitUntilStill()
    }
    canvas.select([])
    await waitUntilStill()
    const { x, y, scale } = canvas.view
    findButton(editor, 'Maximize results')!.click()
    await waitUntil(() => findButton(editor, 'Restore results'))
    await waitUntilStill()
    findButton(editor, 'Restore results')!.click()
    await waitUntil(() => findButton(editor, 'Maximize results'))
    await waitUntilStill()
    expect(canvas.view).to.deep.equal({ x, y, scale })
  })

  it('is below the canvas of a narrow editor', async () => {
    const editor = await mount()
    await dock(editor)
    await setViewport({ width: 800, height: 760 })
    await waitUntil(() => getBox(editor, 'aw-results-drawer').top >= getBox(editor, '.stage').bottom - 1)
    await waitUntil(() => findButton(editor, 'Results beside canvas') === null)
  })

  it('has a link to a page of its own, if the host has one', async () => {
    const editor = await mount({ resultsUrl: ({ run, tab }) => `/runs/${run}/results?tab=${tab}` })
    await waitUntil(() => findButton(editor, 'Open in new tab'))
    const link = findButton(editor, 'Open in new tab') as HTMLAnchorElement
    const { run } = editor.session!.runs.current!
    expect(link.getAttribute('href')).to.equal(`/runs/${run}/results?tab=table`)
    expect(link.target).to.equal('_blank')
    await expect(editor).to.be.accessible()
    editor.resultsUrl = undefined
    await waitUntil(() => findButton(editor, 'Open in new tab') === null)
  })
})
