import { expect } from '@open-wc/testing'
import { emulateMedia, resetMouse, setViewport } from '@web/test-runner-commands'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas, setScale } from '../test-canvas.ts'
import { drag, waitForFrame, moveTo, getNodePoint, getElement, press, release } from '../test-pointer.ts'
import { mainJob, type TestSession } from '../test-session.ts'
import type { AwCanvas } from './aw-canvas.ts'
import { waitUntil } from '../../../test/wait-until.ts'

defineElements()

const positionOf = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.current.nodes.find((node) => node.id === id)?.position

describe('<aw-canvas>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  describe('without nodes', () => {
    it('offers to add a node and to upload a file, unless it is read-only', async () => {
      const { canvas, session } = await mountFittedCanvas(createEmptyWorkflow())
      const buttons = (): HTMLButtonElement[] => [
        ...canvas.renderRoot.querySelectorAll<HTMLButtonElement>('.empty button'),
      ]
      expect(buttons().map((button) => button.textContent?.trim())).to.deep.equal(['Add node', 'Upload file'])
      await expect(canvas).to.be.accessible()
      for (const button of buttons()) {
        const { left, top, width, height } = button.getBoundingClientRect()
        expect(canvas.shadowRoot?.elementFromPoint(left + width / 2, top + height / 2)).to.equal(button)
      }
      buttons()[0]!.click()
      await canvas.updateComplete
      expect(getElement(canvas, 'aw-quick-add').isConnected).to.equal(true)
      const dropped: string[] = []
      canvas.addEventListener('aw-file-drop', ({ files }) => dropped.push(...files.map(({ name }) => name)))
      canvas.pasteFiles([new File(['a'], 'a.csv')])
      expect(dropped).to.deep.equal(['a.csv'])
      canvas.readonly = true
      await canvas.updateComplete
      expect(buttons()).to.have.length(0)
      expect(getElement(canvas, '.empty').textContent).to.include('This workflow has no nodes.')
      expect(session.document.current.nodes).to.have.length(0)
    })
  })

  it('announces the connection of a new node before the buttons that add nodes have loaded', async () => {
    const { canvas } = await mountFittedCanvas(mainJob())
    const [source] = canvas.scene.nodes
    // A new canvas has no buttons yet.
    const early = document.createElement('aw-canvas')
    early.session = canvas.session
    canvas.replaceWith(early)
    await early.updateComplete
    const node = { id: 'new', type: 'filter', position: { x: 0, y: 900 }, data: { label: 'Rows', config: {} } }
    const edge = { id: 'e-new', source: source!.id, sourceHandle: 'table', target: 'new', targetHandle: 'table' }
    const edits = [{ type: 'add-node', node } as const, { type: 'add-edge', edge } as const]
    early.perform({ edit: { type: 'batch', edits }, select: ['new'], announcement: 'Rows added' })
    await early.updateComplete
    expect(getElement(early, '[aria-live]').textContent).to.equal(
      `Rows added. ${source!.content.title} connected to Rows`,
    )
    early.remove()
  })

  describe('drawing', () => {
    const pixel = (canvas: AwCanvas, at: { x: number; y: number }): string => {
      const element = getElement<HTMLCanvasElement>(canvas, 'canvas')
      const screen = canvas.toSurface(at)
      const density = element.width / element.offsetWidth
      const data = element
        .getContext('2d')
        ?.getImageData(Math.round(screen.x * density), Math.round(screen.y * density), 1, 1).data
      return [...(data ?? [])].slice(0, 3).join(' ')
    }

    it('draws two editors in their own themes on one page, and follows a change of theme and of one token', async () => {
      const one = await mountFittedCanvas()
      const two = await mountFittedCanvas()
      one.canvas.setAttribute('theme', 'light')
      two.canvas.setAttribute('theme', 'dark')
      await new Promise((resolve) => setTimeout(resolve, 80))
      await waitForFrame()
      const inside = { x: 120, y: 4 }
      expect(pixel(one.canvas, inside)).to.equal('255 255 255')
      expect(pixel(two.canvas, inside)).to.equal('23 27 33')
      one.canvas.setAttribute('theme', 'dark')
      two.canvas.style.setProperty('--aw-surface', 'rgb(1, 2, 3)')
      await new Promise((resolve) => setTimeout(resolve, 80))
      await waitForFrame()
      expect(pixel(one.canvas, inside)).to.equal('23 27 33')
      expect(pixel(two.canvas, inside)).to.equal('1 2 3')
    })

    it('draws at the density of the screen', async () => {
      await setViewport({ width: 1000, height: 700, deviceScaleFactor: 3 } as { width: number; height: number })
      const { canvas } = await mountFittedCanvas()
      const element = getElement<HTMLCanvasElement>(canvas, 'canvas')
      expect(element.width).to.equal(2400)
      expect(element.height).to.equal(1500)
      await setViewport({ width: 1000, height: 700, deviceScaleFactor: 1 } as { width: number; height: number })
    })

    it('uses the computed colors, also forced ones', async () => {
      const { canvas } = await mountFittedCanvas()
      const adjust = getComputedStyle(getElement(canvas, '.theme-probe i')).getPropertyValue('forced-color-adjust')
      expect(adjust).to.equal('none')
    })

    it('does not animate running nodes with reduced motion', async () => {
      await emulateMedia({ reducedMotion: 'reduce' })
      const { canvas, session } = await mountFittedCanvas(mainJob())
      await session.runs.start()
      session.play({ type: 'node-started', node: 'prepare', attempt: 1, key: 'k' })
      await canvas.updateComplete
      await waitForFrame()
      let draws = 0
      const element = getElement<HTMLCanvasElement>(canvas, 'canvas')
      const context = element.getContext('2d')
      const { setTransform } = CanvasRenderingContext2D.prototype
      CanvasRenderingContext2D.prototype.setTransform = function (this: CanvasRenderingContext2D, ...args: never[]) {
        if (this === context) draws++
        return (setTransform as (...args: unknown[]) => void).apply(this, args)
      }
      await new Promise((resolve) => setTimeout(resolve, 150))
      const still = draws
      await emulateMedia({ reducedMotion: 'no-preference' })
      session.play({ type: 'node-started', node: 'validate', attempt: 1, key: 'k' })
      await waitUntil(() => draws > 4)
      CanvasRenderingContext2D.prototype.setTransform = setTransform
      expect(still).to.equal(0)
    })

    it('shows 10,000 nodes, finds the one under the pointer and moves it', async () => {
      const document = createEmptyWorkflow('Large')
      for (let index = 0; index < 10_000; index++) {
        const position = { x: (index % 100) * 320, y: Math.floor(index / 100) * 160 }
        document.nodes.push({ id: `n${index}`, type: 'table', position, data: { label: `Node ${index}`, config: {} } })
        if (index % 100 > 0) document.edges.push({ id: `e${index}`, source: `n${index - 1}`, target: `n${index}` })
      }
      const { canvas, session } = await mountFittedCanvas(document)
      expect(canvas.scene.nodes).to.have.length(10_000)
      await waitForFrame(canvas.fit(['n5050']))
      const from = getNodePoint(canvas, 'n5050')
      expect(canvas.findNodeAt({ clientX: from.x, clientY: from.y })).to.equal('n5050')
      await drag(from, { x: from.x + 32, y: from.y + 16 })
      expect(positionOf(session, 'n5050')).to.deep.equal({ x: 50 * 320 + 32, y: 50 * 160 + 16 })
    })
  })

  it('can be removed and added again, and leaves no listener', async () => {
    const added: string[] = []
    const { addEventListener, removeEventListener } = globalThis.document
    const track = globalThis.document as unknown as Record<string, unknown>
    track.addEventListener = function (this: Document, type: string, ...rest: [never]) {
      added.push(type)
      addEventListener.call(this, type, ...rest)
    }
    track.removeEventListener = function (this: Document, type: string, ...rest: [never]) {
      added.splice(added.indexOf(type), 1)
      removeEventListener.call(this, type, ...rest)
    }
    const { canvas, session } = await mountFittedCanvas()
    const box = canvas.parentElement
    canvas.remove()
    expect(added).to.deep.equal([])
    delete track.addEventListener
    delete track.removeEventListener
    await waitForFrame(box?.append(canvas))
    await setScale(canvas, 1)
    const from = getNodePoint(canvas, 'load')
    await drag(from, { x: from.x + 32, y: from.y })
    expect(positionOf(session, 'load')).to.deep.equal({ x: 32, y: 0 })
  })

  it('ignores a press that started elsewhere', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await press({ x: 900, y: 650 })
    await moveTo(getNodePoint(canvas, 'load'))
    await release()
    expect([...canvas.selection]).to.deep.equal([])
    expect(session.calls).to.deep.equal([])
  })
})
