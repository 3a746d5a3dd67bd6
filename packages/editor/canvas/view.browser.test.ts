import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas, readPixels, setScale, createTwoNodes } from '../test-canvas.ts'
import { drag, waitForFrame, moveTo, getNodePoint, toPagePoint, getElement, press, release } from '../test-pointer.ts'
import { mainJob, type TestSession } from '../test-session.ts'

defineElements()

const positionOf = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.current.nodes.find((node) => node.id === id)?.position

describe('the view', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  it('zooms by the wheel around the point under the pointer', async () => {
    const { canvas } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const at = toPagePoint(canvas, { x: 100, y: 60 })
    const aim = { x: Math.round(at.x), y: Math.round(at.y) }
    await moveTo(aim)
    const box = getElement(canvas, '.surface').getBoundingClientRect()
    const graphPoint = (): { x: number; y: number } => ({
      x: (aim.x - box.left - canvas.view.x) / canvas.view.scale,
      y: (aim.y - box.top - canvas.view.y) / canvas.view.scale,
    })
    const before = graphPoint()
    const wheel = new WheelEvent('wheel', {
      deltaY: -240,
      clientX: aim.x,
      clientY: aim.y,
      cancelable: true,
      bubbles: true,
    })
    getElement(canvas, '.surface').dispatchEvent(wheel)
    expect(wheel.defaultPrevented).to.equal(true)
    expect(canvas.view.scale).to.be.greaterThan(1.2)
    expect(graphPoint().x).to.be.closeTo(before.x, 0.01)
    expect(graphPoint().y).to.be.closeTo(before.y, 0.01)
  })

  it('pans by dragging empty space and by the middle button over a node', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const { x, y } = canvas.view
    const from = toPagePoint(canvas, { x: 100, y: 200 })
    await drag(from, { x: from.x + 50, y: from.y - 30 })
    expect(canvas.view.x).to.be.closeTo(x + 50, 1)
    expect(canvas.view.y).to.be.closeTo(y - 30, 1)
    const node = getNodePoint(canvas, 'load')
    await drag(node, { x: node.x - 50, y: node.y + 30 }, { button: 'middle' })
    expect(canvas.view.x).to.be.closeTo(x, 1.5)
    expect(session.calls).to.deep.equal([])
  })

  it('pans by a horizontal wheel and with Shift, and zooms by a touchpad pinch and a wheel that counts lines', async () => {
    const { canvas } = await mountFittedCanvas()
    const { x, y, scale } = canvas.view
    const turn = (init: WheelEventInit): boolean =>
      getElement(canvas, '.surface').dispatchEvent(
        new WheelEvent('wheel', { ...init, cancelable: true, bubbles: true }),
      )
    turn({ deltaX: 40, deltaY: 10 })
    expect(canvas.view).to.include({ x: x - 40, y: y - 10, scale })
    turn({ deltaY: 30, shiftKey: true })
    expect(canvas.view).to.include({ x: x - 70, y: y - 10, scale })
    turn({ deltaY: -10, ctrlKey: true })
    const pinched = canvas.view.scale
    expect(pinched / scale).to.be.closeTo(Math.exp(0.1), 0.001)
    turn({ deltaY: 3, deltaMode: WheelEvent.DOM_DELTA_LINE })
    expect(canvas.view.scale / pinched).to.be.closeTo(Math.exp(-0.072), 0.001)
  })

  it('zooms by the gesture events of Safari instead of the page', async () => {
    const { canvas } = await mountFittedCanvas()
    const surface = getElement(canvas, '.surface')
    const { scale } = canvas.view
    const gesture = (type: string, factor: number): boolean =>
      surface.dispatchEvent(
        Object.assign(new UIEvent(type, { cancelable: true, bubbles: true, composed: true }), {
          scale: factor,
          clientX: 200,
          clientY: 200,
        }),
      )
    const results = [gesture('gesturestart', 1), gesture('gesturechange', 1.5), gesture('gesturechange', 2)]
    results.push(gesture('gestureend', 2), gesture('gesturestart', 1), gesture('gesturechange', 0.5))
    expect(results, 'the page does not zoom').to.deep.equal(Array.from({ length: 6 }, () => false))
    expect(canvas.view.scale).to.be.closeTo(scale, 0.001)
  })

  it('pans by the wheel or leaves it to the page where the host says so, and still zooms with Ctrl', async () => {
    const { canvas } = await mountFittedCanvas()
    const { x, y, scale } = canvas.view
    const turn = (init: WheelEventInit): boolean =>
      getElement(canvas, '.surface').dispatchEvent(
        new WheelEvent('wheel', { ...init, cancelable: true, bubbles: true }),
      )
    canvas.setAttribute('wheel', 'pan')
    expect(turn({ deltaY: 30 })).to.equal(false)
    expect(canvas.view).to.include({ x, y: y - 30, scale })
    turn({ deltaY: 20, shiftKey: true })
    expect(canvas.view).to.include({ x: x - 20, y: y - 30, scale })
    canvas.setAttribute('wheel', 'page')
    expect(turn({ deltaY: 30 }), 'the page scrolls').to.equal(true)
    expect(canvas.view).to.include({ x: x - 20, y: y - 30, scale })
    expect(turn({ deltaY: -10, ctrlKey: true })).to.equal(false)
    expect(canvas.view.scale / scale).to.be.closeTo(Math.exp(0.1), 0.001)
  })

  it('pans with the space bar over a node, but not after the focus has moved with the key down', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const { x, y } = canvas.view
    const elsewhere = document.createElement('button')
    canvas.after(elsewhere)
    canvas.focus()
    await sendKeys({ down: ' ' })
    const at = getNodePoint(canvas, 'load')
    await drag(at, { x: at.x + 40, y: at.y + 24 })
    expect(canvas.view.x).to.be.closeTo(x + 40, 1)
    expect(canvas.view.y).to.be.closeTo(y + 24, 1)
    expect(session.calls).to.deep.equal([])
    elsewhere.focus()
    await sendKeys({ up: ' ' })
    const now = getNodePoint(canvas, 'load')
    await drag(now, { x: now.x, y: now.y + 100 })
    expect(session.calls.map(({ method }) => method)).to.deep.equal(['apply'])
  })

  it('pinches with two fingers', async () => {
    const { canvas } = await mountFittedCanvas()
    const surface = getElement(canvas, '.surface')
    const box = surface.getBoundingClientRect()
    const touch = (type: string, pointerId: number, x: number, y: number): boolean =>
      surface.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          pointerType: 'touch',
          clientX: box.left + x,
          clientY: box.top + y,
          bubbles: true,
        }),
      )
    const { scale } = canvas.view
    touch('pointerdown', 11, 300, 400)
    touch('pointerdown', 12, 400, 400)
    touch('pointermove', 11, 250, 400)
    touch('pointermove', 12, 450, 400)
    touch('pointerup', 11, 250, 400)
    touch('pointerup', 12, 450, 400)
    expect(canvas.view.scale / scale).to.be.closeTo(2, 0.01)
  })

  it('drags a node with one finger', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const surface = getElement(canvas, '.surface')
    const from = getNodePoint(canvas, 'load')
    const touch = (type: string, x: number, y: number): boolean =>
      surface.dispatchEvent(
        new PointerEvent(type, { pointerId: 7, pointerType: 'touch', clientX: x, clientY: y, bubbles: true }),
      )
    touch('pointerdown', from.x, from.y)
    touch('pointermove', from.x + 40, from.y)
    touch('pointermove', from.x + 80, from.y + 48)
    touch('pointerup', from.x + 80, from.y + 48)
    expect(positionOf(session, 'load')).to.deep.equal({ x: 80, y: 48 })
  })

  it('reveals what undo or redo has changed, unless it is visible', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const isSeen = (id: string): boolean => {
      const { x, y, width, height } = canvas.visibleArea
      const node = canvas.scene.byId.get(id)!
      return node.x >= x && node.y >= y && node.x + 240 <= x + width && node.y + 60 <= y + height
    }
    await waitForFrame(session.document.apply({ type: 'move-nodes', positions: { table: { x: 320, y: 1_600 } } }))
    const before = canvas.view
    canvas.run('undo')
    expect(canvas.view, 'what has changed is in view').to.equal(before)
    canvas.run('redo')
    expect(isSeen('table')).to.equal(true)
    expect(canvas.view.scale).to.equal(1)
    session.document.apply({ type: 'remove-node', id: 'load' })
    canvas.panBy(-3_000, 0)
    canvas.run('undo')
    expect(isSeen('load')).to.equal(true)
    canvas.panBy(3_000, 0)
    canvas.run('redo')
    const { x, y, width, height } = canvas.visibleArea
    expect(x < 0 && y < 0 && x + width > 240 && y + height > 100, 'where it stood').to.equal(true)
  })

  it('does not jump when the page is scrolled or a wheel turns over it', async () => {
    const { canvas } = await mountFittedCanvas(createTwoNodes(), 'margin: 300px 0 1200px')
    scrollTo(0, 250)
    await moveTo(toPagePoint(canvas, { x: 100, y: 200 }))
    await sendMouse({ type: 'move', position: [300, 300] })
    expect(scrollY).to.equal(250)
  })

  it('pans with a bitmap exactly like a complete frame, also beyond its margin', async () => {
    const { canvas } = await mountFittedCanvas(mainJob())
    await setScale(canvas, 1)
    canvas.select(['prepare'])
    const empty = toPagePoint(canvas, { x: 60, y: -90 })
    await press(empty)
    const pan = async (dx: number, dy: number): Promise<void> => {
      await waitForFrame(moveTo({ x: empty.x + dx, y: empty.y + dy }))
    }
    for (const [dx, dy] of [
      [6, 2],
      [40, 10],
      [400, 30],
      [20, 150],
    ] as const) {
      // Once two consecutive frames differ only in their view, a bitmap is moved.
      for (const step of [4, 8, 12]) await pan(step, step)
      await pan(dx, dy)
      const shown = readPixels(canvas)
      // Another change: the complete frame is drawn.
      canvas.histograms = new Map()
      await canvas.updateComplete
      await waitForFrame()
      const redrawn = readPixels(canvas)
      expect(redrawn.filter((value, index) => value !== shown[index]).length).to.equal(0)
    }
    await release()
  })
})
