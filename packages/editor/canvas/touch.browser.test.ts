import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { setUpCanvasTests, createDocument, type MountedCanvas } from '../test-canvas.ts'
import {
  doubleTap,
  waitForFrame,
  getNodePoint,
  toPagePoint,
  getElement,
  getPortPoint,
  swipe,
  tap,
  touch,
} from '../test-pointer.ts'
import { NodeOpenEvent } from './canvas-events.ts'
import { getEdgeCurve, getPointOnCurve } from '@aw-flow/canvas'

defineElements()

const ends = (document: Workflow): string[] =>
  document.edges.map(
    ({ source, sourceHandle, target, targetHandle }) => `${source}.${sourceHandle} ${target}.${targetHandle}`,
  )

const chain = (): Workflow => ({
  ...createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'preparing', 352, 0],
      ['c', 'table', 352, 176],
    ],
    ['a.table b.table'],
  ),
  groups: [{ id: 'g', label: 'Both', nodes: ['b', 'c'] }],
  notes: [{ id: 'note', text: 'Why', position: { x: 0, y: 240 }, size: { width: 160, height: 96 } }],
})

describe('by touch', () => {
  const mount = setUpCanvasTests(chain)
  const settle = async ({ canvas }: MountedCanvas, action?: unknown): Promise<void> => {
    await action
    await canvas.updateComplete
    await waitForFrame()
  }

  it('connects an output to an input, explains a refused port, and detaches an edge from its input', async () => {
    const { canvas, session } = await mount()
    await swipe(getPortPoint(canvas, 'b', 'output', 'table'), getPortPoint(canvas, 'c', 'input', 'table'), { steps: 8 })
    expect(ends(session.document.current)).to.deep.equal(['a.table b.table', 'b.table c.table'])
    await waitForFrame()
    const refused = getNodePoint(canvas, 'a')
    await touch('touchStart', [getPortPoint(canvas, 'c', 'output', 'table')])
    for (const part of [0.5, 0.9, 1]) {
      const from = getPortPoint(canvas, 'c', 'output', 'table')
      await touch('touchMove', [{ x: from.x + (refused.x - from.x) * part, y: from.y + (refused.y - from.y) * part }])
    }
    expect(getElement(canvas, '.tip').textContent).to.contain('has no port of type table')
    await touch('touchEnd', [])
    await waitForFrame(sendKeys({ press: 'Escape' }))
    await swipe(getPortPoint(canvas, 'c', 'input', 'table'), toPagePoint(canvas, { x: 180, y: 420 }), { steps: 8 })
    expect(ends(session.document.current)).to.deep.equal(['a.table b.table'])
  })

  it('offers compatible nodes where an edge is dropped, and connects the chosen one', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    await swipe(getPortPoint(canvas, 'b', 'output', 'table'), toPagePoint(canvas, { x: 660, y: 100 }), { steps: 8 })
    await settle(mounted)
    const item = getElement(canvas, 'aw-quick-add', '[data-id=filter]').getBoundingClientRect()
    await tap({ x: item.left + 40, y: item.top + item.height / 2 })
    const added = (): string | undefined => session.document.current.nodes.find(({ type }) => type === 'filter')?.id
    await waitUntil(added, 'the tap has added it')
    expect(ends(session.document.current)).to.include(`b.table ${added()}.table`)
  })

  it('opens settings by a double tap, extends the selection by a long press, and clears it on empty space', async () => {
    const mounted = await mount()
    const { canvas } = mounted
    const opened: string[] = []
    canvas.addEventListener(NodeOpenEvent.type, (event) => opened.push((event as NodeOpenEvent).node))
    await doubleTap(getNodePoint(canvas, 'a'))
    expect(opened).to.deep.equal(['a'])
    const at = getNodePoint(canvas, 'b')
    await settle(mounted, swipe(at, at, { steps: 0, hold: 600 }))
    expect(canvas.shadowRoot?.querySelector('aw-canvas-menu')).not.to.equal(null)
    await settle(mounted, sendKeys({ press: 'Escape' }))
    await tap(toPagePoint(canvas, { x: 200, y: 180 }))
    expect(canvas.selection.size).to.equal(0)
  })

  it('bends an edge by a double tap, moves the bend, and removes it', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    const middle = getPointOnCurve(getEdgeCurve(canvas.scene.edges[0]!), 0.5)
    await doubleTap(toPagePoint(canvas, middle))
    expect(session.document.current.edges[0]?.points).to.have.length(1)
    await settle(mounted)
    const bend = toPagePoint(canvas, session.document.current.edges[0]!.points![0]!)
    await swipe(bend, { x: bend.x, y: bend.y + 96 }, { steps: 6 })
    expect(session.document.current.edges[0]!.points![0]!.y).to.be.closeTo(middle.y + 96, 10)
    await settle(mounted)
    await doubleTap(toPagePoint(canvas, session.document.current.edges[0]!.points![0]!))
    expect(session.document.current.edges[0]?.points).to.equal(undefined)
  })

  it('moves a group by its label, resizes a note by its corner and a node by its side', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    const label = toPagePoint(canvas, { x: 380, y: -36 })
    await swipe(label, { x: label.x + 32, y: label.y + 16 })
    expect(session.document.current.nodes.map(({ id, position: { x, y } }) => `${id} ${x},${y}`)).to.deep.equal([
      'a 0,0',
      'b 384,16',
      'c 384,192',
    ])
    // Near a side the view would pan.
    await waitForFrame(canvas.panBy(0, -80))
    await tap(toPagePoint(canvas, { x: 60, y: 300 }))
    const corner = toPagePoint(canvas, { x: 158, y: 334 })
    await swipe(corner, { x: corner.x + 64, y: corner.y + 32 })
    expect(session.document.current.notes?.[0]?.size).to.deep.equal({ width: 224, height: 128 })
    await tap(getNodePoint(canvas, 'a'))
    const node = canvas.scene.byId.get('a')!
    const side = toPagePoint(canvas, { x: node.x + node.shape.width, y: node.y + node.shape.height - 6 })
    await swipe(side, { x: side.x + 48, y: side.y })
    expect(session.document.current.nodes[0]?.look?.width).to.equal(288)
  })

  it('edits a note by a double tap', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    await settle(mounted, doubleTap(toPagePoint(canvas, { x: 60, y: 300 })))
    const field = canvas.renderRoot.querySelector('textarea.text')!
    // The canvas draws the text of a note in the same size.
    expect(getComputedStyle(field).fontSize).to.equal('13px')
    await sendKeys({ type: 'Because' })
    await settle(mounted, tap(toPagePoint(canvas, { x: 240, y: 420 })))
    expect(session.document.current.notes?.[0]?.text).to.equal('Because')
  })
})
