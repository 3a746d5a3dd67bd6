import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { waitUntil } from '../../../test/wait-until.ts'
import { setUpCanvasTests, createDocument, type MountedCanvas } from '../test-canvas.ts'
import { waitForFrame, pressKeys, getElement } from '../test-pointer.ts'

defineElements()

const ends = (document: Workflow): string[] =>
  document.edges.map(
    ({ source, sourceHandle, target, targetHandle }) => `${source}.${sourceHandle} ${target}.${targetHandle}`,
  )

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

describe('by keyboard', () => {
  const mount = setUpCanvasTests(chain)

  /** Moves focus from the page to a node in the list. */
  async function on(id: string, { canvas }: MountedCanvas): Promise<void> {
    canvas.focusNode(id)
    await canvas.updateComplete
    await waitForFrame()
  }
  const settle = async ({ canvas }: MountedCanvas, action?: unknown): Promise<void> => {
    await action
    await canvas.updateComplete
    await waitForFrame()
  }

  it('connects a node to one of the compatible ports, and to one before it, each as one undo step', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    await on('free', mounted)
    await settle(mounted, pressKeys('l'))
    const list = getElement(canvas, 'aw-connect-list')
    const titles = [...(list.shadowRoot?.querySelectorAll('li .title') ?? [])].map(({ textContent }) => textContent)
    expect(titles).to.include.members(['to b', 'to c', 'from a', 'from b'])
    await expect(list).to.be.accessible()
    await sendKeys({ type: 'to c' })
    await sendKeys({ press: 'Enter' })
    expect(ends(session.document.current)).to.deep.equal(['a.table b.table', 'free.table c.table'])
    expect(getElement(canvas, '[role=status]').textContent).to.contain('connected')
    await settle(mounted)
    // The focus has not moved: the next key is for the same node.
    expect(canvas.focusedNode).to.equal('free')
    await settle(mounted, pressKeys('l'))
    await sendKeys({ type: 'from a' })
    await sendKeys({ press: 'Enter' })
    expect(ends(session.document.current)).to.deep.equal([
      'a.table b.table',
      'free.table c.table',
      'a.table free.table',
    ])
    session.document.undo()
    session.document.undo()
    expect(ends(session.document.current)).to.deep.equal(['a.table b.table', 'b.table c.table'])
  })

  it('offers nodes that fit into the selected edge with Enter', async () => {
    const { canvas, session } = await mount()
    canvas.select([], [session.document.current.edges[0]!.id])
    canvas.focus()
    await pressKeys('Enter')
    await waitUntil(() => getElement(canvas, 'aw-quick-add').shadowRoot?.querySelector('[data-id=filter]'))
    expect(getElement(canvas, 'aw-quick-add').shadowRoot!.querySelector('[data-id=loading]')).to.equal(null)
  })

  it('adds a node that is connected to the selected one, or stands alone without a selection, and announces it', async () => {
    const mounted = await mount(createDocument([['a', 'loading', 0, 0]]))
    const { canvas, session } = mounted
    const add = async (): Promise<string | undefined> => {
      await pressKeys('n')
      await waitUntil(() => getElement(canvas, 'aw-quick-add').shadowRoot?.querySelector('[data-id=filter]'))
      await settle(mounted, getElement(canvas, 'aw-quick-add', '[data-id=filter]').click())
      return getElement(canvas, '[role=status]').textContent?.trim()
    }
    await on('a', mounted)
    await pressKeys('Escape')
    expect(await add()).to.equal('Filter rows added')
    expect(ends(session.document.current)).to.deep.equal([])
    session.document.undo()
    canvas.select(['a'])
    expect(await add()).to.equal('Filter rows added. a connected to Filter rows')
    expect(ends(session.document.current)).to.have.length(1)
    session.document.undo()
    await on('a', mounted)
    await pressKeys('a')
    await waitUntil(() => getElement(canvas, 'aw-quick-add').shadowRoot?.querySelector('[data-id=filter]'))
    await settle(mounted, getElement(canvas, 'aw-quick-add', '[data-id=filter]').click())
    expect(getElement(canvas, '[role=status]').textContent).to.contain('Filter rows added. a connected to Filter rows')
  })

  it('leaves keys that do nothing to the host, and handles Escape only with something to cancel', async () => {
    const mounted = await mount(createDocument([['a', 'loading', 0, 0]]))
    const reached: string[] = []
    const onKey = ({ key, defaultPrevented }: KeyboardEvent): number => reached.push(`${key} ${defaultPrevented}`)
    document.addEventListener('keydown', onKey)
    await on('a', mounted)
    await pressKeys('Escape')
    expect([...mounted.canvas.selection], 'selection').to.deep.equal([])
    await pressKeys('Escape')
    await pressKeys('Delete')
    document.removeEventListener('keydown', onKey)
    expect(reached).to.deep.equal(['Escape false', 'Delete false'])
  })

  it('keeps an open list and its focus when a panel shrinks the canvas', async () => {
    for (const [key, name] of [
      ['n', 'aw-quick-add'],
      ['l', 'aw-connect-list'],
    ] as const) {
      const mounted = await mount()
      const { canvas } = mounted
      await on('free', mounted)
      await settle(mounted, pressKeys(key))
      canvas.style.width = '420px'
      await waitUntil(() => canvas.size.width === 420, 'the surface keeps its size')
      await settle(mounted)
      expect(canvas.shadowRoot?.activeElement?.localName).to.equal(name)
      const [list, around] = [getElement(canvas, name), canvas].map((element) => element.getBoundingClientRect())
      expect(list!.right).to.be.at.most(around!.right)
      expect(list!.left).to.be.at.least(around!.left)
      await sendKeys({ press: 'Escape' })
    }
  })

  it('connects all compatible ports at once', async () => {
    const document = createDocument([
      ['first', 'filter', 0, 0],
      ['second', 'join', 320, 0],
    ])
    const mounted = await mount(document)
    const { canvas, session } = mounted
    await on('first', mounted)
    await settle(mounted, pressKeys('l'))
    await settle(mounted, sendKeys({ press: 'ArrowDown' }))
    const list = getElement(canvas, 'aw-connect-list')
    expect(getElement(list, '[aria-selected=true]').textContent).to.contain('all compatible ports')
    await sendKeys({ press: 'Enter' })
    expect(ends(session.document.current)).to.deep.equal(['first.kept second.left', 'first.rest second.right'])
    session.document.undo()
    expect(session.document.current.edges).to.deep.equal([])
  })

  it('does not change the document when the list is closed', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    const before = session.document.current
    await on('a', mounted)
    await settle(mounted, pressKeys('l'))
    await settle(mounted, sendKeys({ press: 'Escape' }))
    expect(canvas.shadowRoot?.querySelector('aw-connect-list')).to.equal(null)
    expect(session.document.current).to.equal(before)
    expect(canvas.focusedNode).to.equal('a')
  })

  it('adds a node after another and connects it', async () => {
    const mounted = await mount()
    const { session } = mounted
    await on('free', mounted)
    await settle(mounted, pressKeys('a'))
    await sendKeys({ type: 'filter' })
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.find(({ type }) => type === 'filter')
    expect(ends(session.document.current)).to.include(`free.table ${added?.id}.table`)
  })

  it('opens the list of types before they are loaded, and connects the chosen one once they are', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    const catalog = session.engine.catalog
    await settle(mounted, session.setCatalog([]))
    const summaries = (): string[] => canvas.scene.nodes.map(({ content }) => content.summary)
    expect(summaries().join(' ')).not.to.contain('Unknown node type')
    await on('free', mounted)
    await settle(mounted, pressKeys('a'))
    const list = getElement(canvas, 'aw-quick-add')
    expect(getElement(list, '.none').textContent).to.equal('Loading nodes…')
    await sendKeys({ type: 'filter' })
    await sendKeys({ press: 'Enter' })
    expect(session.document.current.nodes).to.have.length(4)
    await settle(mounted, session.setCatalog(catalog))
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.find(({ type }) => type === 'filter')
    expect(ends(session.document.current)).to.include(`free.table ${added?.id}.table`)
    expect(session.document.current.nodes.every(({ mode }) => mode === undefined)).to.equal(true)
  })

  it('moves from edge to edge of a node and announces them, inserts a node into one, and removes one', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    await on('b', mounted)
    await pressKeys(',')
    expect([...canvas.selectedEdges]).to.deep.equal(['e1'])
    await settle(mounted)
    expect(getElement(canvas, '[role=status]').textContent).to.contain('Connection from a to b')
    await pressKeys(',')
    expect([...canvas.selectedEdges]).to.deep.equal(['e2'])
    await settle(mounted, pressKeys('n'))
    await sendKeys({ type: 'filter' })
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.find(({ type }) => type === 'filter')?.id
    expect(ends(session.document.current)).to.deep.equal([
      'a.table b.table',
      `b.table ${added}.table`,
      `${added}.kept c.table`,
    ])
    await on('b', mounted)
    await pressKeys(',')
    await pressKeys('Delete')
    expect(ends(session.document.current)).to.have.length(2)
  })

  it('bends an edge, moves the bend with the arrow keys, and straightens the edge', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    canvas.select([], ['e1'])
    canvas.focus()
    await pressKeys('Shift', 'B')
    const [bend] = session.document.current.edges[0]?.points ?? []
    expect(bend?.x).to.be.within(240, 304)
    for (const key of ['ArrowDown', 'ArrowDown']) await sendKeys({ press: key })
    expect(session.document.current.edges[0]?.points).to.deep.equal([{ x: bend!.x, y: bend!.y + 16 }])
    await settle(mounted)
    await pressKeys('Shift', 'S')
    expect(session.document.current.edges[0]?.points).to.equal(undefined)
  })

  it('pans with the arrow keys if nothing is selected, and zooms', async () => {
    const { canvas } = await mount()
    canvas.select([])
    canvas.focus()
    const { x, y, scale } = canvas.view
    await sendKeys({ press: 'ArrowRight' })
    await sendKeys({ press: 'ArrowDown' })
    expect([canvas.view.x, canvas.view.y]).to.deep.equal([x - 48, y - 48])
    await sendKeys({ press: '+' })
    expect(canvas.view.scale).to.be.greaterThan(scale)
  })

  it('extends the selection with Shift and arrow keys, and aligns it', async () => {
    const mounted = await mount()
    const { canvas, session } = mounted
    await on('a', mounted)
    await settle(mounted, pressKeys('Shift', 'ArrowRight'))
    expect([...canvas.selection]).to.deep.equal(['a', 'b'])
    expect(canvas.focusedNode).to.equal('b')
    await settle(mounted, pressKeys('Shift', 'ArrowDown'))
    expect(canvas.selection.size).to.equal(3)
    await pressKeys('Alt', 'a')
    expect(session.document.current.nodes.filter(({ position }) => position.x === 0)).to.have.length(3)
    await settle(mounted)
    await settle(mounted, pressKeys('ArrowUp'))
    expect(canvas.selection.size).to.equal(1)
  })
})
