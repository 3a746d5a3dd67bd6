import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import type { Workflow } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { createDocument, mountCanvas, type MountedCanvas } from '../../test-canvas.ts'
import { getElement } from '../../test-pointer.ts'
import type { AwCanvas } from '../aw-canvas.ts'
import { EdgeHoverEvent } from '../canvas-events.ts'
import { QuickAddEvent } from './aw-quick-add.ts'

defineElements()

const twoSteps = (): Workflow =>
  createDocument(
    [
      ['load', 'loading', 0, 0],
      ['prepare', 'preparing', 400, 0],
    ],
    ['load.table prepare.table'],
  )

async function mount(document = twoSteps()): Promise<MountedCanvas> {
  const mounted = await mountCanvas(document, await fixture<HTMLElement>(html`<div></div>`))
  await waitUntil(() => mounted.canvas.renderRoot.querySelector('.add-buttons') !== null)
  return mounted
}

const listButtons = (canvas: AwCanvas): HTMLButtonElement[] => [
  ...canvas.renderRoot.querySelectorAll<HTMLButtonElement>('.add-buttons button'),
]

async function choose(canvas: AwCanvas, type: string): Promise<void> {
  await canvas.updateComplete
  const list = getElement(canvas, 'aw-quick-add')
  await waitUntil(() => list.shadowRoot?.querySelector(`[data-id=${type}]`) !== null)
  getElement(list, `[data-id=${type}]`).click()
}

describe('buttons that add a node on the canvas', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
  })

  it('appear at the free outputs of the selected node, and connect the chosen node', async () => {
    const { canvas, session } = await mount()
    canvas.select(['load'])
    await canvas.updateComplete
    expect(listButtons(canvas)).to.have.length(0)
    canvas.select(['prepare'])
    await waitUntil(() => listButtons(canvas).length === 1)
    const [button] = listButtons(canvas)
    expect(button?.getAttribute('aria-label')).to.equal('Add node after this one')
    const node = canvas.scene.byId.get('prepare')!
    const right = canvas.toPage({ x: node.x + node.shape.width, y: node.y })
    expect(button!.getBoundingClientRect().left).to.be.greaterThan(right.x)
    await expect(canvas).to.be.accessible()
    button?.click()
    await choose(canvas, 'table')
    const { nodes, edges } = session.document.current
    expect(nodes).to.have.length(3)
    expect(edges.at(-1)).to.include({ source: 'prepare', target: nodes.at(-1)!.id })
  })

  it('do not cover each other where outputs are close together', async () => {
    const { canvas } = await mount(createDocument([['kept', 'filter', 0, 0]], []))
    canvas.select(['kept'])
    await waitUntil(() => listButtons(canvas).length === 2)
    for (const scale of [1, 0.5]) {
      canvas.zoom(scale / canvas.view.scale)
      await canvas.updateComplete
      const [kept, rest] = listButtons(canvas).map((button) => button.getBoundingClientRect())
      expect(kept!.bottom).to.be.at.most(rest!.top)
    }
  })

  it('appear on an edge under the pointer and on the selected edge, and insert the chosen node', async () => {
    const { canvas, session } = await mount()
    canvas.dispatchEvent(new EdgeHoverEvent({ edge: 'e1' }))
    await waitUntil(() => listButtons(canvas).length === 1)
    canvas.dispatchEvent(new EdgeHoverEvent({ edge: undefined }))
    await waitUntil(() => listButtons(canvas).length === 0)
    canvas.select([], ['e1'])
    await waitUntil(() => listButtons(canvas).length === 1)
    listButtons(canvas)[0]?.click()
    await choose(canvas, 'filter')
    const { nodes, edges } = session.document.current
    const added = nodes.at(-1)!.id
    expect(edges.map(({ source, target }) => `${source} ${target}`).sort()).to.deep.equal(
      [`load ${added}`, `${added} prepare`].sort(),
    )
    const at = Object.fromEntries(nodes.map(({ id, position }) => [id, position.x]))
    expect(at[added]! - at['load']!, 'no overlap with the node before').to.be.greaterThan(240)
    expect(at['prepare']! - at[added]!, 'no overlap with the node after').to.be.greaterThan(240)
    session.document.undo()
    expect(session.document.current.nodes.find(({ id }) => id === 'prepare')?.position.x).to.equal(400)
  })

  it('follow the view, and disappear while the pointer is down or nothing can be changed', async () => {
    const { canvas } = await mount()
    canvas.select(['prepare'])
    await waitUntil(() => listButtons(canvas).length === 1)
    const { left } = listButtons(canvas)[0]!.getBoundingClientRect()
    canvas.panBy(40, 0)
    await waitUntil(() => Math.round(listButtons(canvas)[0]!.getBoundingClientRect().left - left) === 40)
    canvas.dispatchEvent(new PointerEvent('pointerdown'))
    expect(listButtons(canvas)).to.have.length(0)
    canvas.dispatchEvent(new PointerEvent('pointerup'))
    expect(listButtons(canvas)).to.have.length(1)
    canvas.readonly = true
    await canvas.updateComplete
    expect(listButtons(canvas)).to.have.length(0)
  })
})

describe('adding a node without a position', () => {
  const add = (canvas: AwCanvas, type: string): string | undefined => canvas.addNode(canvas.types.get(type)!)

  it('connects it to the selected node', async () => {
    const { canvas, session } = await mount()
    canvas.select(['load'])
    const id = add(canvas, 'filter')
    expect(session.document.current.edges.at(-1)).to.include({ source: 'load', target: id })
    session.document.undo()
    expect(session.document.current.nodes).to.have.length(2)
    expect(session.document.current.edges).to.have.length(1)
  })

  it('connects it to the only end of the workflow if nothing is selected', async () => {
    const { canvas, session } = await mount()
    const id = add(canvas, 'table')
    expect(session.document.current.edges.at(-1)).to.include({ source: 'prepare', target: id })
  })

  it('opens the list with the key of one node when several are selected', async () => {
    const { canvas } = await mount()
    canvas.select(['load', 'prepare'])
    await canvas.updateComplete
    getElement(canvas, '.surface').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }),
    )
    await waitUntil(() => canvas.renderRoot.querySelector('aw-quick-add')?.matches(':popover-open') === true)
  })

  it('connects all selected nodes, from top to bottom, if it has an input for each of them', async () => {
    const ends = createDocument([
      ['below', 'loading', 0, 200],
      ['above', 'loading', 0, 0],
    ])
    const { canvas, session } = await mount(ends)
    canvas.select(['below', 'above'])
    const id = add(canvas, 'join')
    expect(
      session.document.current.edges.map(({ source, target, targetHandle }) => [source, target, targetHandle]),
    ).to.deep.equal([
      ['above', id, 'left'],
      ['below', id, 'right'],
    ])
    session.document.undo()
    expect(session.document.current.nodes).to.have.length(2)
  })

  it('connects it to the selected nodes from the list at the pointer, too', async () => {
    const { canvas, session } = await mount()
    canvas.select(['load'])
    canvas.openQuickAdd({ x: 20, y: 20 })
    await waitUntil(() => canvas.shadowRoot?.querySelector('aw-quick-add'))
    const nodeType = canvas.types.get('filter')!
    canvas.shadowRoot!.querySelector('aw-quick-add')!.dispatchEvent(new QuickAddEvent({ nodeType }))
    expect(session.document.current.edges.at(-1)).to.include({ source: 'load' })
  })

  it('connects nothing if several nodes could be meant, or no port fits', async () => {
    const ends = createDocument([
      ['a', 'loading', 0, 0],
      ['b', 'loading', 0, 200],
    ])
    const { canvas, session } = await mount(ends)
    add(canvas, 'filter')
    expect(session.document.current.edges).to.have.length(0)
    canvas.select(['a', 'b'])
    add(canvas, 'filter')
    canvas.select(['a'])
    add(canvas, 'loading')
    expect(session.document.current.edges).to.have.length(0)
  })
})
