import { selectVariants } from '../../../test/sizes.ts'
import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas, readSettledPixels, setScale, createTwoNodes } from '../test-canvas.ts'
import { drag, waitForFrame, pressKeys, moveTo, getNodePoint, getElement, press, release } from '../test-pointer.ts'
import { mainJob, type TestSession } from '../test-session.ts'

defineElements()

const positionOf = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.current.nodes.find((node) => node.id === id)?.position

describe('dragging a node', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  type Place = [name: string, around: string, before?: () => Promise<void>]
  const places: Place[] = [
    ['plain', ''],
    ['in a page that is scrolled', 'margin: 900px 0 900px 40px'],
    ['inside transform: scale(.5)', 'transform: scale(.5); transform-origin: 30px 20px'],
    ['inside transform: scale(1.5)', 'transform: scale(1.5); transform-origin: 0 0'],
    ['inside CSS zoom .5', 'zoom: .5'],
    ...[2, 3].map((deviceScaleFactor): Place => [
      `at ${deviceScaleFactor} device pixels a pixel`,
      '',
      () => setViewport({ width: 1000, height: 700, deviceScaleFactor } as { width: number; height: number }),
    ]),
  ]
  for (const [name, around, before] of selectVariants(places)) {
    it(`moves it in the document by exactly the pixels over the zoom, ${name}`, async () => {
      await before?.()
      const { canvas, session } = await mountFittedCanvas(createTwoNodes(), around)
      if (around.includes('margin')) scrollTo(0, 880)
      await setScale(canvas, 0.5)
      const surface = getElement(canvas, '.surface')
      const pageScale = surface.getBoundingClientRect().width / surface.offsetWidth
      const from = getNodePoint(canvas, 'load')
      // 96 × 48 graph units: whole steps of the grid.
      await drag(from, { x: from.x + 96 * 0.5 * pageScale, y: from.y + 48 * 0.5 * pageScale })
      expect(positionOf(session, 'load')).to.deep.equal({ x: 96, y: 48 })
      expect(positionOf(session, 'table')).to.deep.equal({ x: 320, y: 0 })
    })
  }

  it('snaps to the grid, and not with Ctrl', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const from = getNodePoint(canvas, 'load')
    await drag(from, { x: from.x + 37, y: from.y + 5 })
    expect(positionOf(session, 'load')).to.deep.equal({ x: 32, y: 0 })
    await sendKeys({ down: 'Control' })
    const again = getNodePoint(canvas, 'load')
    await drag(again, { x: again.x + 37, y: again.y + 5 })
    await sendKeys({ up: 'Control' })
    expect(positionOf(session, 'load')).to.deep.equal({ x: 69, y: 5 })
  })

  it('moves all selected nodes in one undo step', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    canvas.select(['load', 'table'])
    const from = getNodePoint(canvas, 'table')
    await drag(from, { x: from.x + 64, y: from.y + 32 })
    expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 32 })
    expect(positionOf(session, 'table')).to.deep.equal({ x: 384, y: 32 })
    expect(session.calls.filter((call) => call.method === 'apply')).to.have.length(1)
    await pressKeys('Control', 'z')
    expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
    expect(positionOf(session, 'table')).to.deep.equal({ x: 320, y: 0 })
    await pressKeys('Control', 'Shift', 'Z')
    expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 32 })
  })

  it('does not change the document when Escape cancels the drag', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const from = getNodePoint(canvas, 'load')
    await drag(from, { x: from.x + 64, y: from.y }, { hold: 'left' })
    expect(canvas.scene.byId.get('load')?.x).to.equal(64)
    await pressKeys('Escape')
    await release()
    expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
    expect(canvas.scene.byId.get('load')?.x).to.equal(0)
  })

  it('continues a drag if the session changes during it', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const from = getNodePoint(canvas, 'load')
    await drag(from, { x: from.x + 64, y: from.y }, { hold: 'left' })
    await session.runs.start()
    await canvas.updateComplete
    expect(canvas.scene.byId.get('load')?.x).to.equal(64)
    await release()
    expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 0 })
  })

  for (const scale of [1, 0.4]) {
    it(`draws the same pixels during a drag as a complete frame, and unmoved nodes from a bitmap, at ${scale * 100} %`, async () => {
      const { canvas } = await mountFittedCanvas(mainJob())
      await setScale(canvas, scale)
      canvas.select(['prepare', 'check'])
      const from = getNodePoint(canvas, 'prepare')
      const context = getElement<HTMLCanvasElement>(canvas, 'canvas').getContext('2d')!
      const { drawImage } = context
      let pictures = 0
      context.drawImage = (...args: unknown[]) => {
        pictures++
        Reflect.apply(drawImage, context, args)
      }
      await press(from)
      for (const [dx, dy] of [
        [10, 4],
        [40, 90],
        [70, 90],
        [16, 120],
      ] as const) {
        await waitForFrame(moveTo({ x: from.x + dx, y: from.y + dy }))
        pictures = 0
        await waitForFrame(moveTo({ x: from.x + dx + 16, y: from.y + dy }))
        const shown = await readSettledPixels(canvas)
        expect(pictures).to.be.at.least(2)
        canvas.histograms = new Map()
        await canvas.updateComplete
        pictures = 0
        const redrawn = await readSettledPixels(canvas)
        expect(pictures).to.equal(0)
        // Overlapping edges are antialiased slightly differently in a separate bitmap.
        expect(redrawn.filter((value, index) => Math.abs(value - shown[index]!) > 4).length).to.equal(0)
      }
      await release()
    })
  }

  it('changes nothing in a read-only canvas', async () => {
    const { canvas, session } = await mountFittedCanvas()
    canvas.readonly = true
    await canvas.updateComplete
    await setScale(canvas, 1)
    const from = getNodePoint(canvas, 'load')
    await drag(from, { x: from.x + 64, y: from.y })
    await pressKeys('Delete')
    expect(session.calls).to.deep.equal([])
    expect([...canvas.selection]).to.deep.equal(['load'])
  })
})
