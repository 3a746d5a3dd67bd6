import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { setUpCanvasTests, createDocument } from '../test-canvas.ts'
import {
  click,
  drag,
  waitForFrame,
  pressKeys,
  getNodePoint,
  toPagePoint,
  getElement,
  getPortPoint,
  release,
  swipe,
  tap,
  pinch,
  doubleTap,
} from '../test-pointer.ts'
import type { TestSession } from '../test-session.ts'

defineElements()

const place = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.current.nodes.find((node) => node.id === id)?.position

const three = (): Workflow =>
  createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'table', 320, 100],
      ['c', 'table', 656, 260],
    ],
    ['a.table b.table'],
  )

describe('moving on the canvas', () => {
  const mount = setUpCanvasTests(three)

  describe('by touch', () => {
    it('pans with one finger on empty space and pinches with two', async () => {
      const { canvas } = await mount()
      const { x, y, scale } = canvas.view
      const from = toPagePoint(canvas, { x: 60, y: 220 })
      await swipe(from, { x: from.x + 40, y: from.y - 24 })
      expect(canvas.view.x).to.be.closeTo(x + 40, 1.5)
      expect(canvas.view.y).to.be.closeTo(y - 24, 1.5)
      await pinch({ x: 350, y: 400 }, 2)
      // Chromium reports a pinch only after some movement.
      expect(canvas.view.scale / scale).to.be.within(1.8, 2.8)
    })

    it('selects by a tap, drags a node, and extends the selection by a rectangle after a long press', async () => {
      const { canvas, session } = await mount()
      await tap(getNodePoint(canvas, 'a'))
      expect([...canvas.selection]).to.deep.equal(['a'])
      const from = getNodePoint(canvas, 'a')
      await swipe(from, { x: from.x + 48, y: from.y + 208 })
      expect(place(session, 'a')).to.deep.equal({ x: 48, y: 208 })
      const corner = toPagePoint(canvas, { x: 300, y: 70 })
      await swipe(corner, toPagePoint(canvas, { x: 700, y: 300 }), { hold: 600 })
      expect([...canvas.selection].toSorted()).to.deep.equal(['a', 'b', 'c'])
    })

    it('opens the list of node types by a double tap on empty space', async () => {
      const { canvas } = await mount()
      const at = toPagePoint(canvas, { x: 60, y: 240 })
      await waitForFrame(doubleTap(at))
      await canvas.updateComplete
      expect(getElement(canvas, 'aw-quick-add')).to.not.equal(null)
    })
  })

  it('moves a node with a pen as with a mouse', async () => {
    const { canvas, session } = await mount()
    const surface = getElement(canvas, '.surface')
    const from = getNodePoint(canvas, 'c')
    const pen = (type: string, x: number, y: number): boolean =>
      surface.dispatchEvent(
        new PointerEvent(type, { pointerId: 9, pointerType: 'pen', clientX: x, clientY: y, bubbles: true }),
      )
    pen('pointerdown', from.x, from.y)
    pen('pointermove', from.x - 8, from.y)
    pen('pointermove', from.x - 48, from.y - 64)
    pen('pointerup', from.x - 48, from.y - 64)
    expect(place(session, 'c')).to.deep.equal({ x: 608, y: 192 })
  })

  it('snaps to other nodes and shows a guide, but not with Ctrl', async () => {
    const { canvas, session } = await mount()
    const from = getNodePoint(canvas, 'c')
    await drag(from, { x: from.x + 21, y: from.y - 157 }, { hold: 'left' })
    const [guide] = canvas.overlay.guides
    expect(guide).to.include({ axis: 'y', position: 100 })
    await release()
    expect(place(session, 'c')).to.deep.equal({ x: 672, y: 100 })
    expect(canvas.overlay.guides).to.deep.equal([])
    await sendKeys({ down: 'Control' })
    const again = getNodePoint(canvas, 'c')
    await drag(again, { x: again.x, y: again.y + 3 })
    await sendKeys({ up: 'Control' })
    expect(place(session, 'c')).to.deep.equal({ x: 672, y: 103 })
  })

  it('pans without limit while a node, an edge or a rectangle is dragged near a side', async () => {
    const { canvas, session } = await mount()
    const box = canvas.getBoundingClientRect()
    const nearSide = { x: box.right - 2, y: box.top + 250 }
    const pansBy = (way: number): Promise<void> => {
      const { x } = canvas.view
      return waitUntil(() => x - canvas.view.x > way, 'the view moves on')
    }
    await drag(getNodePoint(canvas, 'a'), nearSide, { hold: 'left' })
    await pansBy(400)
    await release()
    const { x } = place(session, 'a')!
    expect(x).to.be.greaterThan(1_000)
    expect(toPagePoint(canvas, { x, y: 0 }).x).to.be.within(box.right - 150, box.right)
    const { view } = canvas
    await waitForFrame()
    expect(canvas.view).to.equal(view)

    session.document.undo()
    canvas.zoom(1 / canvas.view.scale)
    await waitForFrame(canvas.fit(['b']))
    await drag(getPortPoint(canvas, 'b', 'output', 'table'), nearSide, { hold: 'left' })
    await pansBy(60)
    await pressKeys('Escape')
    await release()

    const steps = session.calls.length
    await sendKeys({ down: 'Shift' })
    const corner = toPagePoint(canvas, canvas.visibleArea)
    await drag({ x: corner.x + 80, y: corner.y + 80 }, nearSide, { hold: 'left' })
    await pansBy(60)
    expect(canvas.overlay.marquee?.width).to.be.greaterThan((box.width - 82) / canvas.view.scale + 60)
    await sendKeys({ up: 'Shift' })
    await release()
    expect(session.calls.length).to.equal(steps)

    await drag({ x: box.left + 60, y: box.bottom - 60 }, { x: box.left + 1, y: box.bottom - 60 }, { hold: 'left' })
    const panned = canvas.view
    await waitForFrame()
    expect(canvas.view, 'who pans is at no rim').to.equal(panned)
    await release()
  })

  it('selects upstream, downstream and connected nodes by key', async () => {
    const { canvas } = await mount(
      createDocument(
        [
          ['a', 'loading', 0, 0],
          ['b', 'preparing', 300, 0],
          ['c', 'table', 600, 0],
          ['d', 'table', 600, 200],
          ['e', 'table', 0, 300],
        ],
        ['a.table b.table', 'b.table c.table', 'b.table d.table'],
      ),
    )
    await click(getNodePoint(canvas, 'b'))
    await sendKeys({ press: ']' })
    expect([...canvas.selection].toSorted()).to.deep.equal(['b', 'c', 'd'])
    await click(getNodePoint(canvas, 'c'))
    await sendKeys({ press: '[' })
    expect([...canvas.selection].toSorted()).to.deep.equal(['a', 'b', 'c'])
    await click(getNodePoint(canvas, 'd'))
    await sendKeys({ press: '\\' })
    expect([...canvas.selection].toSorted()).to.deep.equal(['a', 'b', 'c', 'd'])
  })

  it('aligns and distributes the selection, each as one undo step', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    await click(getNodePoint(canvas, 'a'))
    await pressKeys('Control', 'a')
    await pressKeys('Alt', 'w')
    expect(session.document.current.nodes.map(({ position }) => position.y)).to.deep.equal([0, 0, 0])
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
    expect(canvas.run('distribute-x')).to.equal(true)
    expect(session.document.current.nodes.map(({ position }) => position.x)).to.deep.equal([0, 328, 656])
    session.document.undo()
    for (const id of ['align-left', 'align-centre', 'align-right', 'align-middle', 'align-bottom'] as const) {
      expect(canvas.run(id), id).to.equal(true)
      session.document.undo()
      expect(session.document.current, id).to.deep.equal(before)
    }
  })

  it('resizes a selected node by its right side and by keys, and does not store the default width', async () => {
    const { canvas, session } = await mount()
    await click(getNodePoint(canvas, 'a'))
    const node = canvas.scene.byId.get('a')!
    const side = toPagePoint(canvas, { x: node.x + node.shape.width + 1, y: node.y + 80 })
    await drag(side, { x: side.x + 64, y: side.y })
    expect(session.document.current.nodes[0]?.look).to.deep.equal({ width: 304 })
    expect(canvas.scene.byId.get('a')?.shape.outputs[0]?.x).to.equal(304)
    await pressKeys('Shift', '<')
    await pressKeys('Shift', '<')
    expect(session.document.current.nodes[0]?.look).to.equal(undefined)
    session.document.undo()
    expect(session.document.current.nodes[0]?.look).to.deep.equal({ width: 272 })
  })

  it('collapses, disables and bypasses by key, with announcements', async () => {
    const { canvas, session } = await mount()
    await click(getNodePoint(canvas, 'b'))
    await sendKeys({ press: 'c' })
    expect(session.document.current.nodes[1]?.look).to.deep.equal({ collapsed: true })
    expect(canvas.scene.byId.get('b')?.shape.height).to.equal(36)
    await sendKeys({ press: 'd' })
    expect(session.document.current.nodes[1]?.mode).to.equal('disabled')
    expect(canvas.scene.byId.get('b')?.content.mode).to.equal('disabled')
    await canvas.updateComplete
    expect(getElement(canvas, '[role=status]').textContent).to.equal('1 node disabled')
    await sendKeys({ press: 'b' })
    expect(session.document.current.nodes[1]?.mode).to.equal('bypassed')
    await sendKeys({ press: 'b' })
    await sendKeys({ press: 'c' })
    expect(session.document.current.nodes[1]).to.not.have.any.keys('mode', 'look')
  })

  it('fits everything, fits the selection, and zooms to 100% by key', async () => {
    const { canvas } = await mount()
    await click(getNodePoint(canvas, 'c'))
    await sendKeys({ press: '1' })
    const whole = canvas.view.scale
    await sendKeys({ press: '2' })
    expect(canvas.view.scale).to.equal(1)
    const middle = canvas.toSurface({ x: 656 + 120, y: 300 })
    expect(middle.x).to.be.closeTo(400, 2)
    await sendKeys({ press: '1' })
    expect(canvas.view.scale).to.equal(whole)
    await sendKeys({ press: '0' })
    expect(canvas.view.scale).to.equal(1)
    await waitForFrame()
  })
})
