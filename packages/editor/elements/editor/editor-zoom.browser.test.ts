import { selectVariants } from '../../../../test/sizes.ts'
import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { getEdgeEnds } from '@aw-flow/canvas'
import { defineElements } from '../../define-elements.ts'
import { whenSettled } from '../../test-editor.ts'
import { click, moveTo, getNodePoint, toPagePoint, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwWorkflowEditor } from './aw-workflow-editor.ts'

defineElements()

/** The distance of a box from a point of the viewport on both axes; 0 inside. */
function away(box: DOMRect, at: { x: number; y: number }): { x: number; y: number } {
  const beyond = (from: number, to: number, value: number): number => Math.max(from - value, value - to, 0)
  return { x: beyond(box.left, box.right, at.x), y: beyond(box.top, box.bottom, at.y) }
}

const isInWindow = ({ left, top, right, bottom }: DOMRect): boolean =>
  left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight

describe('the editor in a zoomed or scaled page', () => {
  const places: [name: string, around: string, scale: number][] = [
    ['plain', '', 1],
    ['CSS zoom 1.5', 'zoom: 1.5', 1.5],
    ['CSS zoom .8', 'zoom: .8', 0.8],
    ['transform: scale(.75)', 'transform: scale(.75); transform-origin: 0 0', 0.75],
  ]
  for (const [name, around, scale] of selectVariants(places)) {
    it(`handles the pointer at drawn positions, and opens popups beside them, in ${name}`, async () => {
      await setViewport({ width: 1440, height: 900 })
      await resetMouse()
      const session = new TestSession({ document: mainJob(), rows: 40 })
      const box = await fixture<HTMLElement>(html`<div></div>`)
      box.style.cssText = `${around}; width: ${1420 / scale}px; height: ${860 / scale}px`
      const editor = document.createElement('aw-workflow-editor') as AwWorkflowEditor
      editor.style.cssText = 'display: block; height: 100%'
      editor.session = session
      await whenSettled(box.append(editor))
      const canvas = editor.canvas!
      expect(canvas.getBoundingClientRect().width / canvas.offsetWidth).to.be.closeTo(scale, 0.01)

      const edge = canvas.scene.edges.find(({ id }) => id === 'e1')!
      const { x1, y1, x2, y2 } = getEdgeEnds(edge)
      const middle = toPagePoint(canvas, { x: (x1 + x2) / 2, y: (y1 + y2) / 2 })
      await moveTo(middle)
      await waitUntil(() => editor.renderRoot.querySelector('.edge-preview:popover-open'))
      await whenSettled()
      const preview = getElement(editor, '.edge-preview').getBoundingClientRect()
      expect(isInWindow(preview), 'the preview is in the window').to.equal(true)
      expect(away(preview, middle).x).to.be.below(2)
      expect(away(preview, middle).y).to.be.within(8, 30)

      await moveTo({ x: middle.x, y: canvas.getBoundingClientRect().top + 20 })
      await waitUntil(() => editor.renderRoot.querySelector('.edge-preview') === null)

      const node = getNodePoint(canvas, 'prepare')
      await click(node, 'right')
      await waitUntil(() => canvas.renderRoot.querySelector('aw-canvas-menu:popover-open'))
      expect([...canvas.selection]).to.deep.equal(['prepare'])
      const menu = getElement(canvas, 'aw-canvas-menu').getBoundingClientRect()
      expect(isInWindow(menu), 'the menu is in the window').to.equal(true)
      expect(away(menu, node).x).to.be.below(3)

      await click({ x: menu.left - 40, y: canvas.getBoundingClientRect().top + 20 })
      await waitUntil(() => canvas.selection.size === 0)
      await whenSettled()
      await click(getNodePoint(canvas, 'load'))
      await waitUntil(() => canvas.selection.has('load'))
      expect([...canvas.selection]).to.deep.equal(['load'])
    })
  }
})

describe('a pinch over a part of the editor that does not zoom', () => {
  it('does not zoom the page unless the wheel belongs to it', async () => {
    const session = new TestSession({ document: mainJob(), rows: 40 })
    const editor = await fixture<AwWorkflowEditor>(html`<aw-workflow-editor .session=${session}></aw-workflow-editor>`)
    await whenSettled()
    const toolbar = getElement(editor, '[role="toolbar"]')
    const isPrevented = (event: Event): boolean => !toolbar.dispatchEvent(event)
    const init = { bubbles: true, composed: true, cancelable: true }
    const turn = (wheel: WheelEventInit): boolean => isPrevented(new WheelEvent('wheel', { ...init, ...wheel }))
    const pinch = (): boolean[] =>
      ['gesturestart', 'gesturechange', 'gestureend'].map((type) => isPrevented(new Event(type, init)))
    expect([turn({ deltaY: 20 }), turn({ deltaY: 20, ctrlKey: true }), ...pinch()]).to.eql([
      false,
      true,
      true,
      true,
      true,
    ])
    editor.wheel = 'page'
    await editor.updateComplete
    expect([turn({ deltaY: 20 }), turn({ deltaY: 20, ctrlKey: true }), ...pinch()]).to.eql(Array(5).fill(false))
  })
})
