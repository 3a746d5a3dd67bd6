import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { setUpCanvasTests, createDocument, readPixels } from '../test-canvas.ts'
import {
  click,
  doubleClick,
  drag,
  waitForFrame,
  pressKeys,
  moveTo,
  getNodePoint,
  toPagePoint,
  getElement,
  getPortPoint,
  release,
  swipe,
} from '../test-pointer.ts'
import type { AwCanvas } from './aw-canvas.ts'
import { getEdgeCurve, getPointOnCurve } from '@aw-flow/canvas'

defineElements()

const ends = (document: Workflow): string[] =>
  document.edges.map(
    ({ source, sourceHandle, target, targetHandle }) => `${source}.${sourceHandle} ${target}.${targetHandle}`,
  )

const middleOf = (canvas: AwCanvas, id: string): { x: number; y: number } => {
  const edge = canvas.scene.edges.find((other) => other.id === id)
  if (!edge) throw new Error(`No edge "${id}" is drawn.`)
  return getPointOnCurve(getEdgeCurve(edge), 0.5)
}

const chain = (): Workflow =>
  createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'preparing', 304, 0],
      ['c', 'table', 608, 0],
      ['free', 'preparing', 304, 240],
    ],
    ['a.table b.table', 'b.table c.table'],
  )

describe('connecting on the canvas', () => {
  const mount = setUpCanvasTests(chain)

  it('inserts a node into the edge that it is dropped on, highlights the edge, as one undo step', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    const from = getNodePoint(canvas, 'free')
    const at = middleOf(canvas, 'e2')
    const to = toPagePoint(canvas, at)
    await drag(from, to, { hold: 'left' })
    expect(canvas.overlay.splicedEdge).to.equal('e2')
    await release()
    expect(ends(session.document.current)).to.deep.equal([
      'a.table b.table',
      'b.table free.table',
      'free.table c.table',
    ])
    expect(canvas.overlay.splicedEdge).to.equal(undefined)
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('inserts a node into an edge by touch', async () => {
    const { canvas, session } = await mount()
    await swipe(getNodePoint(canvas, 'free'), toPagePoint(canvas, middleOf(canvas, 'e1')), { steps: 8 })
    expect(ends(session.document.current)).to.deep.equal([
      'b.table c.table',
      'a.table free.table',
      'free.table b.table',
    ])
  })

  it('does not insert a node that does not fit or that has edges', async () => {
    const document = createDocument(
      [
        ['a', 'loading', 0, 0],
        ['b', 'table', 400, 0],
        ['text', 'llm_agent', 100, 240],
      ],
      ['a.table b.table'],
    )
    const { canvas, session } = await mount(document)
    await drag(getNodePoint(canvas, 'text'), toPagePoint(canvas, middleOf(canvas, 'e1')))
    expect(ends(session.document.current)).to.deep.equal(['a.table b.table'])
  })

  it('inserts a node type that is dropped on an edge', async () => {
    const { canvas, session } = await mount()
    const at = toPagePoint(canvas, middleOf(canvas, 'e1'))
    const data = new DataTransfer()
    data.setData('application/x-aw-node-type', 'filter')
    const options = { dataTransfer: data, clientX: at.x, clientY: at.y, bubbles: true, cancelable: true }
    getElement(canvas, '.surface').dispatchEvent(new DragEvent('drop', options))
    const added = session.document.current.nodes.at(-1)?.id
    expect(ends(session.document.current)).to.deep.equal([
      'b.table c.table',
      `a.table ${added}.table`,
      `${added}.kept b.table`,
    ])
  })

  it('reconnects the neighbors of a removed node, but not with Shift', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    await click(getNodePoint(canvas, 'b'))
    await sendKeys({ press: 'Delete' })
    expect(ends(session.document.current)).to.deep.equal(['a.table c.table'])
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
    await canvas.updateComplete
    await click(getNodePoint(canvas, 'b'))
    await pressKeys('Shift', 'Delete')
    expect(ends(session.document.current)).to.deep.equal([])
  })

  it('offers nodes that convert between two ports whose types do not fit, and connects both', async () => {
    const document = createDocument([
      ['a', 'loading', 0, 0],
      ['b', 'transform', 608, 0],
    ])
    const { canvas, session } = await mount(document)
    await drag(getPortPoint(canvas, 'a', 'output', 'table'), getPortPoint(canvas, 'b', 'input', 'input'), {
      hold: 'left',
    })
    expect(getElement(canvas, '.tip').textContent).to.match(/expects JSON\. Drop to add a conversion node$/)
    await release()
    await canvas.updateComplete
    await waitForFrame()
    const types = [...(getElement(canvas, 'aw-quick-add').shadowRoot?.querySelectorAll('li') ?? [])]
    expect(types.map((item) => item.dataset.id)).to.deep.equal(['validation'])
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.at(-1)?.id
    expect(ends(session.document.current)).to.deep.equal([`a.table ${added}.table`, `${added}.report b.input`])
  })

  it('connects more compatible ports with Shift', async () => {
    const document = createDocument([
      ['a', 'filter', 0, 0],
      ['b', 'join', 400, 0],
    ])
    const { canvas, session } = await mount(document)
    await sendKeys({ down: 'Shift' })
    await drag(getPortPoint(canvas, 'a', 'output', 'kept'), getPortPoint(canvas, 'b', 'input', 'left'))
    await sendKeys({ up: 'Shift' })
    expect(ends(session.document.current)).to.deep.equal(['a.kept b.left', 'a.rest b.right'])
    expect(session.calls.filter(({ method }) => method === 'apply')).to.have.length(1)
  })

  it('bends an edge by a double click, moves the bend, and removes it by another double click', async () => {
    const { canvas, session } = await mount()
    const at = middleOf(canvas, 'e2')
    await doubleClick(toPagePoint(canvas, at))
    const [bend] = session.document.current.edges[1]?.points ?? []
    expect(Math.abs((bend?.x ?? 0) - at.x)).to.be.at.most(1)
    expect([...canvas.selectedEdges]).to.deep.equal(['e2'])
    const from = toPagePoint(canvas, bend!)
    await drag(from, toPagePoint(canvas, { x: bend!.x, y: bend!.y + 120 }))
    const moved = session.document.current.edges[1]?.points?.[0]
    expect(moved?.y).to.be.closeTo(bend!.y + 120, 8)
    await new Promise((resolve) => setTimeout(resolve, 550))
    await doubleClick(toPagePoint(canvas, moved!))
    expect(session.document.current.edges[1]?.points).to.equal(undefined)
    session.document.undo()
    session.document.undo()
    expect(session.document.current.edges[1]?.points).to.deep.equal([bend])
  })

  it('moves the bends with both ends', async () => {
    const document = chain()
    document.edges[0]!.points = [{ x: 280, y: 160 }]
    const { canvas, session } = await mount(document)
    canvas.select(['a', 'b'])
    const from = getNodePoint(canvas, 'a')
    await drag(from, { x: from.x + 32, y: from.y + 48 })
    expect(session.document.current.edges[0]?.points).to.deep.equal([{ x: 312, y: 208 }])
  })

  it('routes edges around nodes on demand, and straightens them', async () => {
    const document = createDocument(
      [
        ['a', 'loading', 0, 100],
        ['wall', 'table', 304, 70],
        ['b', 'table', 640, 100],
      ],
      ['a.table b.table'],
    )
    const { canvas, session } = await mount(document)
    await click(getNodePoint(canvas, 'a'))
    await pressKeys('Shift', 'r')
    const points = session.document.current.edges[0]?.points ?? []
    expect(points.length).to.be.greaterThan(1)
    const wall = canvas.scene.byId.get('wall')!
    const path = [{ x: 240, y: 118 }, ...points, { x: 640, y: 118 }]
    for (const [index, point] of path.entries()) {
      const next = path[index + 1]
      if (!next) break
      const left = Math.min(point.x, next.x)
      const right = Math.max(point.x, next.x)
      const top = Math.min(point.y, next.y)
      const bottom = Math.max(point.y, next.y)
      const hits =
        left < wall.x + wall.shape.width && right > wall.x && top < wall.y + wall.shape.height && bottom > wall.y
      expect(hits, `${JSON.stringify(point)} to ${JSON.stringify(next)}`).to.equal(false)
    }
    await pressKeys('Shift', 's')
    expect(session.document.current.edges[0]?.points).to.equal(undefined)
  })

  it('reroutes edges when nodes move, in the same undo step, but keeps bends of the user', async () => {
    const document = createDocument(
      [
        ['a', 'loading', 0, 100],
        ['wall', 'table', 304, 70],
        ['b', 'table', 640, 100],
      ],
      ['a.table b.table'],
    )
    const { canvas, session } = await mount(document)
    canvas.run('route-edges')
    const routedDocument = session.document.current
    const before = routedDocument.edges[0]?.points ?? []
    await canvas.updateComplete
    const b = getNodePoint(canvas, 'b')
    await drag(b, { x: b.x, y: b.y + 32 })
    const after = session.document.current.edges[0]?.points ?? []
    expect(after).not.to.deep.equal(before)
    // The last bend is level with its port.
    const by = session.document.current.nodes[2]!.position.y - 100
    expect(by).to.be.greaterThan(16)
    expect(after.at(-1)?.y).to.equal((before.at(-1)?.y ?? 0) + by)
    session.document.undo()
    expect(session.document.current).to.deep.equal(routedDocument)
    await canvas.updateComplete
    const wall = getNodePoint(canvas, 'wall')
    await drag(wall, { x: wall.x, y: wall.y + 240 })
    expect(session.document.current.edges[0]?.points).to.equal(undefined)
    session.document.undo()
    const userBends = [{ x: 300, y: 40 }]
    session.document.apply({ type: 'set-points', id: 'e1', points: userBends })
    await canvas.updateComplete
    await drag(b, { x: b.x, y: b.y + 32 })
    expect(session.document.current.edges[0]?.points).to.deep.equal(userBends)
  })

  it('draws a connection over a bitmap exactly like a complete frame', async () => {
    const { canvas } = await mount()
    const [from, near] = [getPortPoint(canvas, 'a', 'output', 'table'), getPortPoint(canvas, 'free', 'input', 'table')]
    await drag(from, toPagePoint(canvas, { x: 260, y: 200 }), { hold: 'left' })
    for (const at of [near, toPagePoint(canvas, { x: 500, y: 330 }), getNodePoint(canvas, 'c')]) {
      await waitForFrame(moveTo(at))
      const quick = readPixels(canvas)
      // Another change: the complete frame is drawn.
      canvas.histograms = new Map()
      await canvas.updateComplete
      await waitForFrame()
      expect(readPixels(canvas).every((value, index) => value === quick[index])).to.equal(true)
    }
    await release()
  })
})
