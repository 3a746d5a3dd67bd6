import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import type { Edit } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { click, waitForFrame, getElement, swipe } from '../test-pointer.ts'
import { mainJob, TestSession } from '../test-session.ts'
import type { AwCanvas } from './aw-canvas.ts'
import type { AwMinimap } from './aw-minimap.ts'

defineElements()

describe('<aw-minimap>', () => {
  let canvas: AwCanvas
  let map: AwMinimap

  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    const session = new TestSession({ document: mainJob() })
    canvas = await fixture<AwCanvas>(html`<aw-canvas .session=${session}></aw-canvas>`)
    canvas.style.cssText = 'display: block; width: 800px; height: 400px'
    await waitForFrame()
    map = await fixture<AwMinimap>(html`<aw-minimap .canvas=${canvas}></aw-minimap>`)
    await waitForFrame()
  })

  const pixels = (): string => {
    const element = getElement<HTMLCanvasElement>(map, 'canvas')
    return (element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? []).join()
  }

  it('draws the nodes and the visible area, and follows changes', async () => {
    const before = pixels()
    expect(new Set(before.split(',')).size).to.be.greaterThan(3)
    await waitForFrame(canvas.panBy(120, 0))
    await waitForFrame()
    expect(pixels()).to.not.equal(before)
  })

  it('centers the canvas at a press', async () => {
    const box = map.getBoundingClientRect()
    await click({ x: box.left + 20, y: box.top + box.height / 2 })
    const left = canvas.view.x
    await click({ x: box.right - 20, y: box.top + box.height / 2 })
    expect(canvas.view.x).to.be.below(left - 200)
  })

  it('centers the canvas at a touch and follows the finger', async () => {
    const box = map.getBoundingClientRect()
    await swipe({ x: box.left + 20, y: box.top + 50 }, { x: box.right - 20, y: box.top + 50 })
    const right = canvas.view.x
    await swipe({ x: box.right - 20, y: box.top + 50 }, { x: box.left + 20, y: box.top + 50 })
    expect(canvas.view.x).to.be.above(right + 200)
  })

  it('follows changes of groups, frames and notes', async () => {
    const session = new TestSession({ document: mainJob() })
    canvas.session = session
    await canvas.updateComplete
    await waitForFrame()
    const size = { width: 400, height: 300 }
    const edits: Edit[] = [
      { type: 'add-group', group: { id: 'g', label: 'G', nodes: ['load'] } },
      { type: 'add-note', note: { id: 'n', text: 'N', position: { x: 200, y: 700 }, size } },
      { type: 'add-note', note: { id: 'f', text: 'F', position: { x: 1200, y: 700 }, size, frame: true } },
    ]
    for (const edit of edits) {
      const before = pixels()
      session.document.apply(edit)
      await canvas.updateComplete
      await waitForFrame()
      expect(pixels()).to.not.equal(before)
    }
  })
})
