import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas } from '../test-canvas.ts'
import { click, drag, waitForFrame, pressKeys, getNodePoint, toPagePoint } from '../test-pointer.ts'
import { mainJob } from '../test-session.ts'

defineElements()

describe('selecting', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  it('selects by click, extends and reduces the selection with Shift, clears it on empty space', async () => {
    const { canvas } = await mountFittedCanvas()
    await click(getNodePoint(canvas, 'load'))
    expect([...canvas.selection]).to.deep.equal(['load'])
    await sendKeys({ down: 'Shift' })
    await click(getNodePoint(canvas, 'table'))
    expect([...canvas.selection]).to.deep.equal(['load', 'table'])
    await click(getNodePoint(canvas, 'load'))
    await sendKeys({ up: 'Shift' })
    expect([...canvas.selection]).to.deep.equal(['table'])
    await click(toPagePoint(canvas, { x: 100, y: 200 }))
    expect([...canvas.selection]).to.deep.equal([])
  })

  it('selects what a rectangle that is drawn with Shift touches', async () => {
    const { canvas } = await mountFittedCanvas(mainJob())
    await sendKeys({ down: 'Shift' })
    await drag(toPagePoint(canvas, { x: 300, y: -40 }), toPagePoint(canvas, { x: 700, y: 60 }))
    await sendKeys({ up: 'Shift' })
    expect([...canvas.selection]).to.deep.equal(['prepare', 'validate'])
  })

  it('selects an edge by click and removes it by Delete', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await click(toPagePoint(canvas, { x: 280, y: 18 }))
    expect([...canvas.selectedEdges]).to.deep.equal(['e1'])
    await pressKeys('Delete')
    expect(session.document.current.edges.map((edge) => edge.id)).to.deep.equal(['e2', 'e3'])
  })

  it('selects all by Ctrl+A and removes them with their edges by Backspace, as one undo step', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    const before = session.document.current
    await click(getNodePoint(canvas, 'load'))
    await pressKeys('Control', 'a')
    expect(canvas.selection.size).to.equal(4)
    await pressKeys('Backspace')
    expect(session.document.current.nodes).to.deep.equal([])
    expect(session.document.current.edges).to.deep.equal([])
    await pressKeys('Control', 'z')
    expect(session.document.current).to.deep.equal(before)
  })

  it('reports the selection, even when a selected node is removed by another user', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const reported: string[][] = []
    canvas.addEventListener('aw-selection-change', (event) => reported.push([...event.nodes]))
    canvas.select(['load'])
    session.document.apply({ type: 'remove-node', id: 'load' })
    await canvas.updateComplete
    await waitForFrame()
    expect(reported).to.deep.equal([['load'], []])
  })
})
