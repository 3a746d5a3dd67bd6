import { expect } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { setUpCanvasTests, createDocument } from '../test-canvas.ts'
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
  swipe,
} from '../test-pointer.ts'
import { getGroupRect } from '@aw-flow/canvas'
import { waitUntil } from '../../../test/wait-until.ts'

defineElements()

const chain = (): Workflow =>
  createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'preparing', 304, 0],
      ['c', 'validation', 304, 200],
      ['d', 'table', 608, 0],
    ],
    ['a.table b.table', 'b.table d.table', 'a.table c.table'],
  )

describe('layout, groups and notes', () => {
  const mount = setUpCanvasTests(chain)

  it('arranges everything or the selection by key, as one undo step', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    await click(getNodePoint(canvas, 'a'))
    await waitForFrame(pressKeys('Shift', 'l'))
    expect(new Set(session.document.current.nodes.map(({ position }) => position.x)).size).to.equal(1)
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
    await canvas.updateComplete
    canvas.select(['b', 'd'])
    await canvas.layOut(canvas.selection)
    expect(session.document.current.nodes.map(({ id, position }) => `${id} ${position.x}`)).to.deep.equal([
      'a 0',
      'b 304',
      'c 304',
      'd 304',
    ])
  })

  it('routes edges around nodes that they would cross, in the same undo step', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    // The test session arranges all nodes in one column: an edge past other nodes is routed around them.
    await canvas.layOut()
    const routedEdges = session.document.current.edges.filter(({ points }) => points)
    expect(routedEdges.length).to.be.greaterThan(0)
    for (const { points = [] } of routedEdges) {
      for (const { x, y } of points) {
        const crossedNodes = canvas.scene.nodes.filter(
          (node) => x > node.x && x < node.x + node.shape.width && y > node.y && y < node.y + node.shape.height,
        )
        expect(crossedNodes.map(({ id }) => id)).to.deep.equal([])
      }
    }
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('animates nodes to their new places, unless reduced motion is requested', async () => {
    await emulateMedia({ reducedMotion: 'no-preference' })
    const { canvas, session } = await mount()
    const places: number[] = []
    const watch = (): void => {
      places.push(canvas.scene.byId.get('d')?.x ?? 0)
      if (places.length < 200 && places.at(-1) !== 0) requestAnimationFrame(watch)
    }
    await canvas.layOut()
    expect(session.document.current.nodes[3]?.position.x).to.equal(0)
    watch()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(places.some((x) => x > 0 && x < 608)).to.equal(true)
    expect(canvas.scene.byId.get('d')?.x).to.equal(0)
  })

  it('groups by key, names the group, moves it by its label, and ungroups it', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    canvas.select(['b', 'c'])
    canvas.focusSurface()
    await click(getNodePoint(canvas, 'b'))
    canvas.select(['b', 'c'])
    await pressKeys('Control', 'g')
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'Clean up' })
    await sendKeys({ press: 'Enter' })
    const [group] = session.document.current.groups ?? []
    expect(group).to.deep.include({ label: 'Clean up', nodes: ['b', 'c'] })
    await canvas.updateComplete
    const rect = getGroupRect(canvas.scene.groups[0]!)
    const label = toPagePoint(canvas, { x: rect.x + 40, y: rect.y + 12 })
    await drag(label, { x: label.x + 64, y: label.y + 32 })
    expect(session.document.current.nodes.map(({ id, position }) => `${id} ${position.x},${position.y}`)).to.deep.equal(
      ['a 0,0', 'b 368,32', 'c 368,232', 'd 608,0'],
    )
    expect([...canvas.selectedMarks]).to.deep.equal([group?.id])
    await pressKeys('Control', 'Shift', 'G')
    expect(session.document.current.groups).to.equal(undefined)
    for (let steps = 0; steps < 4; steps++) session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('adds a note by key, renders its markup, moves it by touch and resizes it', async () => {
    const { canvas, session } = await mount()
    await click(toPagePoint(canvas, { x: 60, y: 240 }))
    await moveTo(toPagePoint(canvas, { x: 128, y: 304 }))
    await pressKeys('Shift', 'N')
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: '# Why' })
    await pressKeys('Control', 'Enter')
    const [note] = session.document.current.notes ?? []
    expect(note).to.deep.include({ text: '# Why', position: { x: 0, y: 240 }, size: { width: 256, height: 128 } })
    await canvas.updateComplete
    // The view would move if the drag ended near the edge of the canvas.
    await waitForFrame(canvas.fit())
    await drag(toPagePoint(canvas, { x: 254, y: 366 }), toPagePoint(canvas, { x: 318, y: 398 }))
    expect(session.document.current.notes?.[0]?.size).to.deep.equal({ width: 320, height: 160 })
    await swipe(toPagePoint(canvas, { x: 100, y: 300 }), toPagePoint(canvas, { x: 116, y: 348 }))
    expect(session.document.current.notes?.[0]?.position).to.deep.equal({ x: 16, y: 288 })
    await pressKeys('Shift', 'C')
    expect(session.document.current.notes?.[0]?.tone).to.equal('accent')
    await sendKeys({ press: 'Delete' })
    expect(session.document.current.notes).to.equal(undefined)
  })

  it('keeps a note’s text on Escape, and exposes notes to screen readers', async () => {
    const document = { ...chain(), notes: [{ id: 'n', text: 'Kept', position: { x: 0, y: 240 }, size: { width: 200, height: 80 } }] } // oxfmt-ignore
    const { canvas, session } = await mount(document)
    const at = toPagePoint(canvas, { x: 100, y: 290 })
    await doubleClick(at)
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'Other' })
    await sendKeys({ press: 'Escape' })
    expect(session.document.current.notes?.[0]?.text).to.equal('Other')
    expect(canvas.shadowRoot?.querySelector('ul[aria-label="Notes"] li')?.textContent).to.equal('Other')
    await expect(canvas).to.be.accessible()
  })

  it('renames a node in place', async () => {
    const { canvas, session } = await mount()
    await click(getNodePoint(canvas, 'a'))
    await sendKeys({ press: 'F2' })
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'Load sales' })
    await sendKeys({ press: 'Enter' })
    expect(session.document.current.nodes[0]?.data.label).to.equal('Load sales')
  })

  it('makes a sub-workflow of the selection with the necessary ports, and unpacks it again', async () => {
    const { canvas, session } = await mount()
    const before = session.document.current
    await click(getNodePoint(canvas, 'b'))
    canvas.select(['b', 'c'])
    await pressKeys('Control', 'Shift', 'F')
    await waitUntil(() => session.document.current.nodes.length === 3, 'the nodes are in a sub-workflow')
    const sub = session.document.current.nodes.find(({ type }) => type === 'sub_workflow')
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['a', 'd', sub?.id])
    expect(sub?.data.config.document).to.deep.include({
      ports: {
        inputs: [
          {
            name: 'table',
            type: 'table',
            label: 'a',
            to: [
              { node: 'b', port: 'table' },
              { node: 'c', port: 'table' },
            ],
          },
        ],
        outputs: [
          { name: 'table', type: 'table', label: 'b', from: { node: 'b', port: 'table' } },
          // It has no outgoing edge yet.
          { name: 'table_2', type: 'table', label: 'c', from: { node: 'c', port: 'table' } },
        ],
      },
    })
    expect(session.document.current.edges.map(({ source, target }) => `${source} ${target}`)).to.deep.equal([
      `a ${sub?.id}`,
      `${sub?.id} d`,
    ])
    expect(canvas.scene.edges.every(({ isValid }) => isValid)).to.equal(true)
    await canvas.updateComplete
    await pressKeys('Control', 'Shift', 'U')
    await waitUntil(() => session.document.current.nodes.length === 4, 'the nodes are outside again')
    expect(session.document.current.nodes.map(({ id }) => id).toSorted()).to.deep.equal(['a', 'b', 'c', 'd'])
    expect(session.document.current.edges.map(({ source, target }) => `${source} ${target}`).toSorted()).to.deep.equal([
      'a b',
      'a c',
      'b d',
    ])
    session.document.undo()
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('refuses to make a sub-workflow that would be connected to itself, and explains why', async () => {
    const { canvas, session } = await mount()
    canvas.select(['a', 'd'])
    expect(canvas.run('fold')).to.equal(true)
    await waitUntil(
      () => getElement(canvas, '[role=status]').textContent.includes('a path leaves'),
      'the reason is shown',
    )
    expect(session.calls.filter(({ method }) => method === 'apply')).to.deep.equal([])
    await canvas.updateComplete
    expect(getElement(canvas, '[role=status]').textContent).to.contain('a path leaves and reenters them')
  })
})
