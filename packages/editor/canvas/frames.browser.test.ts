import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { setUpCanvasTests, createDocument } from '../test-canvas.ts'
import { click, doubleClick, drag, waitForFrame, pressKeys, getNodePoint, toPagePoint, swipe } from '../test-pointer.ts'
import type { TestSession } from '../test-session.ts'
import { toLayoutGraph } from '@aw-flow/canvas'

defineElements()

const sheet = { id: 'frame', text: 'Clean up', position: { x: 272, y: -64 }, size: { width: 304, height: 480 } }

const plain = (): Workflow =>
  createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'preparing', 304, 0],
      ['c', 'validation', 304, 160],
      ['d', 'table', 608, 0],
    ],
    ['a.table b.table', 'b.table d.table', 'a.table c.table'],
  )

/** Two nodes and a note in a frame, two nodes beside it. */
const framed = (): Workflow => ({
  ...plain(),
  notes: [
    { ...sheet, frame: true },
    { id: 'note', text: 'Why', position: { x: 304, y: 320 }, size: { width: 160, height: 64 } },
  ],
})

const listPlaces = ({ document: { current: document } }: TestSession): string[] => [
  ...document.nodes.map(({ id, position: { x, y } }) => `${id} ${x},${y}`),
  ...(document.notes ?? []).map(({ id, position: { x, y } }) => `${id} ${x},${y}`),
]

describe('frames on the canvas', () => {
  const mount = setUpCanvasTests(framed)
  const title = { x: 320, y: -50 }

  it('are added around the selection by key, are named in place, and are undone one by one', async () => {
    const { canvas, session } = await mount(plain())
    const before = session.document.current
    await click(getNodePoint(canvas, 'b'))
    canvas.select(['b', 'c'])
    await pressKeys('Shift', 'F')
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'Prepare' })
    await sendKeys({ press: 'Enter' })
    const [added] = session.document.current.notes ?? []
    expect(added).to.deep.include({ text: 'Prepare', frame: true })
    for (const id of ['b', 'c']) {
      const node = canvas.scene.byId.get(id)!
      expect(node.x).to.be.greaterThan(added!.position.x)
      expect(node.y).to.be.greaterThan(added!.position.y + 31)
      expect(node.x + node.shape.width).to.be.lessThan(added!.position.x + added!.size.width)
      expect(node.y + node.shape.height).to.be.lessThan(added!.position.y + added!.size.height)
    }
    session.document.undo()
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('move with their contents, by mouse, touch and keyboard', async () => {
    const { canvas, session } = await mount()
    const from = toPagePoint(canvas, title)
    await drag(from, { x: from.x + 32, y: from.y + 16 })
    const moved = ['a 0,0', 'b 336,16', 'c 336,176', 'd 608,0', 'frame 304,-48', 'note 336,336']
    expect(listPlaces(session)).to.deep.equal(moved)
    await waitForFrame(session.document.undo())
    await swipe(from, { x: from.x + 32, y: from.y + 16 })
    expect(listPlaces(session)).to.deep.equal(moved)
    await waitForFrame(session.document.undo())
    expect([...canvas.selectedMarks]).to.deep.equal(['frame'])
    await pressKeys('ArrowRight')
    expect(listPlaces(session)).to.deep.equal([
      'a 0,0',
      'b 320,0',
      'c 320,160',
      'd 608,0',
      'frame 288,-64',
      'note 320,320',
    ])
  })

  it('are resized by their corner and by keys, and then contain what is inside', async () => {
    const { canvas, session } = await mount()
    await click(toPagePoint(canvas, title))
    const corner = toPagePoint(canvas, { x: 574, y: 414 })
    await drag(corner, { x: corner.x - 32, y: corner.y - 200 })
    expect(session.document.current.notes?.[0]?.size).to.deep.equal({ width: 272, height: 272 })
    for (const key of ['>', '>']) await sendKeys({ press: key })
    await pressKeys('Alt', '<')
    expect(session.document.current.notes?.[0]?.size).to.deep.equal({ width: 336, height: 240 })
    await pressKeys('ArrowDown')
    // The second node and the note are outside now.
    expect(listPlaces(session)).to.deep.equal([
      'a 0,0',
      'b 304,16',
      'c 304,160',
      'd 608,0',
      'frame 272,-48',
      'note 304,320',
    ])
  })

  it('do not cover their contents: a selection rectangle starts inside, and nodes are moved alone', async () => {
    const { canvas, session } = await mount()
    const node = getNodePoint(canvas, 'b')
    await drag(node, { x: node.x, y: node.y + 32 })
    expect(listPlaces(session)).to.include('b 304,32').and.to.include('frame 272,-64')
    await sendKeys({ down: 'Shift' })
    await drag(toPagePoint(canvas, { x: 280, y: -20 }), toPagePoint(canvas, { x: 570, y: 300 }))
    await sendKeys({ up: 'Shift' })
    expect([...canvas.selection].toSorted()).to.deep.equal(['b', 'c'])
  })

  it('are colored, renamed by a double click, copied with their contents, and removed alone', async () => {
    const { canvas, session } = await mount()
    const at = toPagePoint(canvas, title)
    await doubleClick(at)
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'Other' })
    await sendKeys({ press: 'Enter' })
    expect(session.document.current.notes?.[0]?.text).to.equal('Other')
    await pressKeys('Shift', 'C')
    expect(session.document.current.notes?.[0]?.tone).to.equal('accent')
    await pressKeys('Control', 'd')
    expect(session.document.current.nodes).to.have.length(6)
    expect(session.document.current.notes).to.have.length(4)
    session.document.undo()
    await canvas.updateComplete
    await click(at)
    await sendKeys({ press: 'Delete' })
    expect(session.document.current.nodes).to.have.length(4)
    expect(session.document.current.notes?.map(({ id }) => id)).to.deep.equal(['note'])
  })

  it('keep their nodes together in a layout, and fit around them afterwards', async () => {
    const { canvas, session } = await mount()
    expect(toLayoutGraph(canvas.scene, new Set()).groups).to.deep.equal([['b', 'c']])
    await canvas.layOut()
    const { position, size } = session.document.current.notes![0]!
    for (const id of ['b', 'c']) {
      const node = canvas.scene.byId.get(id)!
      expect(node.x).to.be.within(position.x + 1, position.x + size.width - node.shape.width - 1)
      expect(node.y).to.be.within(position.y + 31, position.y + size.height - node.shape.height - 1)
    }
  })
})
