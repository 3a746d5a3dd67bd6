import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import litegraph from 'litegraph.js/build/litegraph.core.js'
import { defineElements } from '../define-elements.ts'
import {
  click,
  doubleClick,
  drag,
  waitForFrame,
  getNodePoint,
  toPagePoint,
  getElement,
  getPortPoint,
} from '../test-pointer.ts'
import { mountCanvas, readSettledPixels } from '../test-canvas.ts'
import { mainJob, TestSession } from '../test-session.ts'
import type { AwCanvas } from './aw-canvas.ts'
import { waitUntil } from '../../../test/wait-until.ts'

defineElements()

interface Listening {
  target: EventTarget
  type: string
}

/** Listeners that are added while `act` runs. */
async function listenersDuring(act: () => Promise<void>): Promise<Listening[]> {
  const added: Listening[] = []
  const { addEventListener } = EventTarget.prototype
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: [string, never]) {
    added.push({ target: this ?? globalThis, type: args[0] })
    addEventListener.apply(this ?? globalThis, args)
  }
  await act()
  EventTarget.prototype.addEventListener = addEventListener
  return added
}

describe('litegraph.js', () => {
  let canvas: AwCanvas
  let session: TestSession

  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    session = new TestSession({ document: mainJob() })
    canvas = await fixture<AwCanvas>(html`<aw-canvas .session=${session}></aw-canvas>`)
    canvas.style.cssText = 'display: block; width: 900px; height: 600px'
    await waitForFrame()
    await waitForFrame(canvas.fit())
    await waitUntil(() => 'data' in getElement(canvas, 'canvas'), 'litegraph.js is loaded when the page is idle')
  })

  const drawer = (): Record<string, (...args: unknown[]) => unknown> => {
    const element = getElement<HTMLCanvasElement & { data?: Record<string, (...args: unknown[]) => unknown> }>(
      canvas,
      'canvas',
    )
    if (!element.data) throw new Error('litegraph does not hold this canvas.')
    return element.data
  }

  it('draws: its graph has the document’s nodes and links', () => {
    const { graph } = drawer() as unknown as { graph: { _nodes: unknown[]; links: unknown[] } }
    expect(graph._nodes).to.have.length(4)
    expect(Object.values(graph.links).filter(Boolean)).to.have.length(3)
    expect(litegraph.LiteGraph.MAX_NUMBER_OF_NODES).to.equal(Infinity)
  })

  for (const scale of [1, 0.7, 0.3]) {
    it(`draws the same pixels as the canvas before it is loaded, at ${scale * 100} %`, async () => {
      const { requestIdleCallback } = window
      const idleCallbacks: IdleRequestCallback[] = []
      window.requestIdleCallback = (callback) => idleCallbacks.push(callback)
      let other: AwCanvas
      try {
        other = (await mountCanvas(mainJob(), await fixture<HTMLElement>(html`<div></div>`))).canvas
      } finally {
        window.requestIdleCallback = requestIdleCallback
      }
      // A frame with differences is never drawn from a bitmap.
      const ghosts = { nodes: [], edges: [], notes: [] }
      const none = new Map<string, never>()
      const nodes = new Map([['load', 'added' as const]])
      other.diff = { nodes, edges: none, marks: none, ghosts, previousPositions: none }
      other.zoom(scale / other.view.scale)
      other.select(['prepare'])
      const pixels = await readSettledPixels(other)
      const surface = getElement(other, 'canvas')
      expect(surface).not.to.have.property('data')

      for (const callback of idleCallbacks) callback({ didTimeout: true, timeRemaining: () => 0 })
      await waitUntil(() => 'data' in surface)
      other.select([])
      const changedPixels = await readSettledPixels(other)
      expect(changedPixels).not.to.deep.equal(pixels)
      other.select(['prepare'])
      const laterPixels = await readSettledPixels(other)
      expect(laterPixels.every((value, index) => value === pixels[index])).to.equal(true)
    })
  }

  it('binds no event on canvas, document or window', async () => {
    const added = await listenersDuring(async () => {
      const other = await fixture<AwCanvas>(html`<aw-canvas .session=${session}></aw-canvas>`)
      other.style.cssText = 'display: block; width: 300px; height: 300px'
      await waitForFrame()
      await waitUntil(() => 'data' in getElement(other, 'canvas'))
    })
    expect(added.filter(({ target }) => target instanceof HTMLCanvasElement)).to.deep.equal([])
    const outside = added.filter(({ target }) => target === window || target === document).map(({ type }) => type)
    // The clipboard listens while the canvas has focus.
    expect(outside).to.deep.equal([])
  })

  it('shows no menu, prompt, search box or dialog at any key or click', async () => {
    const node = getNodePoint(canvas, 'prepare')
    const empty = toPagePoint(canvas, { x: 300, y: 260 })
    await click(node, 'right')
    await click(empty, 'right')
    await doubleClick(node)
    await doubleClick(empty)
    await sendKeys({ press: 'Escape' })
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), empty)
    await sendKeys({ press: 'Escape' })
    for (const key of ['Enter', ' ', 'Tab', 'a', 'Delete']) await sendKeys({ press: key })
    const theirs = '.litegraph, .litecontextmenu, .litesearchbox, .graphdialog, .litedialog, .litegraph-editor, .dialog'
    expect(document.querySelector(theirs)).to.equal(null)
    expect(canvas.shadowRoot?.querySelector(theirs)).to.equal(null)
    expect([...document.body.children].every((child) => child.localName !== 'canvas')).to.equal(true)
  })

  it('has no method that builds DOM, prompts, listens or evaluates, and none throws', async () => {
    const source = (method: unknown): string =>
      typeof method === 'function' ? Function.prototype.toString.call(method) : ''
    const risky =
      /innerHTML|createElement|\beval\(|new Function|addEventListener|localStorage|XMLHttpRequest|\.prompt\(|ContextMenu\(/
    const { prototype } = litegraph.LGraphCanvas as unknown as { prototype: Record<string, unknown> }
    const riskyMethods = Object.keys(prototype).filter((name) => risky.test(source(prototype[name])))
    // Replaced so that code that gets the instance from the canvas element cannot do harm.
    const open = riskyMethods.filter((name) => drawer()[name] === prototype[name])
    const before = document.querySelectorAll('*').length
    const added = await listenersDuring(async () => {
      for (const name of riskyMethods) expect(() => drawer()[name]?.call(drawer(), {}, {}, {}), name).not.to.throw()
    })
    expect(added).to.deep.equal([])
    expect(document.querySelectorAll('*').length).to.equal(before)
    expect(riskyMethods.length).to.be.greaterThan(12)
    expect(open).to.deep.equal([])
  })
})
