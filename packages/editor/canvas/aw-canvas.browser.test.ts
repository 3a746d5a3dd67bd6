import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import { emptyWorkflow, type Workflow } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import {
  click,
  drag,
  frame,
  keys,
  moveTo,
  nodePoint,
  pagePoint,
  part,
  portPoint,
  press,
  release,
} from '../test-pointer.ts'
import { mainJob, TestSession } from '../test-session.ts'
import type { AwCanvas } from './aw-canvas.ts'

defineElements()

const twoNodes = (): Workflow => ({
  ...emptyWorkflow(),
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } },
    { id: 'table', type: 'table', position: { x: 320, y: 0 }, data: { label: 'Table', config: {} } },
  ],
})

let ids = 0
const nextId = (word: string): string => `${word}-${++ids}`

interface Mounted {
  canvas: AwCanvas
  session: TestSession
}

async function mount(document: Workflow = twoNodes(), around = ''): Promise<Mounted> {
  ids = 0
  const session = new TestSession({ document })
  const box = await fixture<HTMLElement>(html`<div></div>`)
  box.style.cssText = `width: 800px; height: 500px; ${around}`
  const canvas = globalThis.document.createElement('aw-canvas')
  canvas.style.cssText = 'display: block; width: 800px; height: 500px'
  canvas.newId = nextId
  canvas.session = session
  box.append(canvas)
  await canvas.updateComplete
  await frame()
  return { canvas, session }
}

const positionOf = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.nodes.find((node) => node.id === id)?.position

const setScale = async (canvas: AwCanvas, scale: number): Promise<void> => {
  canvas.zoom(scale / canvas.view.scale)
  await frame()
}

describe('<aw-canvas>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  describe('dragging a node', () => {
    const places: [name: string, around: string, before?: () => Promise<void>][] = [
      ['plain', ''],
      ['in a page that is scrolled', 'margin: 900px 0 900px 40px'],
      ['inside transform: scale(.5)', 'transform: scale(.5); transform-origin: 30px 20px'],
      ['inside transform: scale(1.5)', 'transform: scale(1.5); transform-origin: 0 0'],
      ['inside CSS zoom .5', 'zoom: .5'],
      [
        'at two device pixels a pixel',
        '',
        () => setViewport({ width: 1000, height: 700, deviceScaleFactor: 2 } as { width: number; height: number }),
      ],
    ]
    for (const [name, around, before] of places) {
      it(`moves it in the document by exactly the pixels over the zoom, ${name}`, async () => {
        await before?.()
        const { canvas, session } = await mount(twoNodes(), around)
        if (around.includes('margin')) scrollTo(0, 880)
        await setScale(canvas, 0.5)
        const surface = part(canvas, '.surface')
        const pageScale = surface.getBoundingClientRect().width / surface.offsetWidth
        const from = nodePoint(canvas, 'load')
        // 96 × 48 graph units: whole steps of the grid.
        await drag(from, { x: from.x + 96 * 0.5 * pageScale, y: from.y + 48 * 0.5 * pageScale })
        expect(positionOf(session, 'load')).to.deep.equal({ x: 96, y: 48 })
        expect(positionOf(session, 'table')).to.deep.equal({ x: 320, y: 0 })
      })
    }

    it('snaps to the grid, and not with Ctrl', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const from = nodePoint(canvas, 'load')
      await drag(from, { x: from.x + 37, y: from.y + 5 })
      expect(positionOf(session, 'load')).to.deep.equal({ x: 32, y: 0 })
      await sendKeys({ down: 'Control' })
      const again = nodePoint(canvas, 'load')
      await drag(again, { x: again.x + 37, y: again.y + 5 })
      await sendKeys({ up: 'Control' })
      expect(positionOf(session, 'load')).to.deep.equal({ x: 69, y: 5 })
    })

    it('moves all selected nodes in one step of the history', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      canvas.select(['load', 'table'])
      const from = nodePoint(canvas, 'table')
      await drag(from, { x: from.x + 64, y: from.y + 32 })
      expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 32 })
      expect(positionOf(session, 'table')).to.deep.equal({ x: 384, y: 32 })
      expect(session.calls.filter((call) => call.method === 'apply')).to.have.length(1)
      await keys('Control', 'z')
      expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
      expect(positionOf(session, 'table')).to.deep.equal({ x: 320, y: 0 })
      await keys('Control', 'Shift', 'Z')
      expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 32 })
    })

    it('leaves the document as it is when Escape gives the drag up', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const from = nodePoint(canvas, 'load')
      await drag(from, { x: from.x + 64, y: from.y }, { hold: 'left' })
      expect(canvas.scene.byId.get('load')?.x).to.equal(64)
      await keys('Escape')
      await release()
      expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
      expect(canvas.scene.byId.get('load')?.x).to.equal(0)
    })

    it('keeps a drag where it is when the session tells something meanwhile', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const from = nodePoint(canvas, 'load')
      await drag(from, { x: from.x + 64, y: from.y }, { hold: 'left' })
      await session.start()
      await canvas.updateComplete
      expect(canvas.scene.byId.get('load')?.x).to.equal(64)
      await release()
      expect(positionOf(session, 'load')).to.deep.equal({ x: 64, y: 0 })
    })

    it('changes nothing when the canvas is readonly', async () => {
      const { canvas, session } = await mount()
      canvas.readonly = true
      await canvas.updateComplete
      await setScale(canvas, 1)
      const from = nodePoint(canvas, 'load')
      await drag(from, { x: from.x + 64, y: from.y })
      await keys('Delete')
      expect(session.calls).to.deep.equal([])
      expect([...canvas.selection]).to.deep.equal(['load'])
    })
  })

  describe('selecting', () => {
    it('selects by click, adds and takes away with Shift, clears on empty space', async () => {
      const { canvas } = await mount()
      await click(nodePoint(canvas, 'load'))
      expect([...canvas.selection]).to.deep.equal(['load'])
      await sendKeys({ down: 'Shift' })
      await click(nodePoint(canvas, 'table'))
      expect([...canvas.selection]).to.deep.equal(['load', 'table'])
      await click(nodePoint(canvas, 'load'))
      await sendKeys({ up: 'Shift' })
      expect([...canvas.selection]).to.deep.equal(['table'])
      await click(pagePoint(canvas, { x: 100, y: 200 }))
      expect([...canvas.selection]).to.deep.equal([])
    })

    it('selects what a rectangle touches, drawn with Shift', async () => {
      const { canvas } = await mount(mainJob())
      await sendKeys({ down: 'Shift' })
      await drag(pagePoint(canvas, { x: 300, y: -40 }), pagePoint(canvas, { x: 700, y: 60 }))
      await sendKeys({ up: 'Shift' })
      expect([...canvas.selection]).to.deep.equal(['prepare', 'validate'])
    })

    it('selects an edge by click and removes it by Delete', async () => {
      const { canvas, session } = await mount(mainJob())
      await click(pagePoint(canvas, { x: 280, y: 18 }))
      expect([...canvas.selectedEdges]).to.deep.equal(['e1'])
      await keys('Delete')
      expect(session.document.edges.map((edge) => edge.id)).to.deep.equal(['e2', 'e3'])
    })

    it('selects all by Ctrl+A and removes them with their edges by Backspace, as one step', async () => {
      const { canvas, session } = await mount(mainJob())
      const before = session.document
      await click(nodePoint(canvas, 'load'))
      await keys('Control', 'a')
      expect(canvas.selection.size).to.equal(4)
      await keys('Backspace')
      expect(session.document.nodes).to.deep.equal([])
      expect(session.document.edges).to.deep.equal([])
      await keys('Control', 'z')
      expect(session.document).to.deep.equal(before)
    })

    it('tells of a selection, also when a selected node is removed by somebody else', async () => {
      const { canvas, session } = await mount()
      const told: string[][] = []
      canvas.addEventListener('aw-selection-change', (event) => told.push([...event.nodes]))
      canvas.select(['load'])
      session.apply({ type: 'remove-node', id: 'load' })
      await canvas.updateComplete
      await frame()
      expect(told).to.deep.equal([['load'], []])
    })
  })

  describe('connecting', () => {
    it('joins an output to an input that it is dragged to', async () => {
      const { canvas, session } = await mount()
      await drag(portPoint(canvas, 'load', 'output', 'table'), portPoint(canvas, 'table', 'input', 'table'))
      expect(session.document.edges).to.deep.equal([
        { id: 'edge-1', source: 'load', sourceHandle: 'table', target: 'table', targetHandle: 'table' },
      ])
    })

    it('joins backwards, from an input to the node that it is dropped on', async () => {
      const { canvas, session } = await mount()
      await drag(portPoint(canvas, 'table', 'input', 'table'), nodePoint(canvas, 'load'))
      expect(session.document.edges).to.have.length(1)
      expect(session.document.edges[0]).to.include({ source: 'load', target: 'table' })
    })

    it('refuses a port of another type and says why at the pointer', async () => {
      const document = twoNodes()
      document.nodes.push({
        id: 'transform',
        type: 'transform',
        position: { x: 320, y: 160 },
        data: { label: 'Transform', config: {} },
      })
      const { canvas, session } = await mount(document)
      const to = portPoint(canvas, 'transform', 'input', 'input')
      await drag(portPoint(canvas, 'load', 'output', 'table'), to, { hold: 'left' })
      const tip = part(canvas, '.tip')
      expect(tip.hidden).to.equal(false)
      expect(tip.textContent).to.equal(
        'This gives a table, and “Transform” takes a JSON. Drop to add a node between them.',
      )
      const box = tip.getBoundingClientRect()
      expect(Math.abs(box.left - to.x)).to.be.below(40)
      expect(Math.abs(box.top - to.y)).to.be.below(60)
      await release()
      expect(tip.hidden).to.equal(true)
      expect(session.calls).to.deep.equal([])
    })

    it('refuses a loop', async () => {
      const { canvas, session } = await mount(mainJob())
      await drag(portPoint(canvas, 'table', 'output', 'table'), portPoint(canvas, 'prepare', 'input', 'table'), {
        hold: 'left',
      })
      expect(part(canvas, '.tip').textContent).to.equal(
        'This would make a loop: “Prepare” already comes before “Table”.',
      )
      await release()
      expect(session.document.edges).to.have.length(3)
    })

    it('replaces the edge of an input that has one, as one step', async () => {
      const { canvas, session } = await mount(mainJob())
      const before = session.document
      await drag(portPoint(canvas, 'load', 'output', 'table'), portPoint(canvas, 'table', 'input', 'table'))
      expect(session.document.edges.filter((edge) => edge.target === 'table').map((edge) => edge.source)).to.deep.equal(
        ['load'],
      )
      session.undo()
      expect(session.document).to.deep.equal(before)
    })

    it('takes an edge off its input and drops it on empty space', async () => {
      const { canvas, session } = await mount(mainJob())
      await drag(portPoint(canvas, 'table', 'input', 'table'), pagePoint(canvas, { x: 900, y: 300 }))
      expect(session.document.edges.map((edge) => edge.id)).to.deep.equal(['e1', 'e2'])
    })

    it('offers the fitting node types when dropped on empty space, and adds and connects the chosen one', async () => {
      const { canvas, session } = await mount()
      const before = session.document
      await drag(portPoint(canvas, 'load', 'output', 'table'), pagePoint(canvas, { x: 100, y: 200 }))
      await canvas.updateComplete
      const list = part(canvas, 'aw-quick-add')
      await frame()
      const titles = [...(list.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.type)
      expect(titles).to.deep.equal(['preparing', 'validation', 'table', 'filter', 'join'])
      await sendKeys({ type: 'filt' })
      await sendKeys({ press: 'Enter' })
      const added = session.document.nodes.find((node) => node.type === 'filter')
      expect(added?.data.config).to.deep.equal({ operator: '=', value: 0 })
      expect(session.document.edges).to.have.length(1)
      expect(session.document.edges[0]).to.include({ source: 'load', target: added?.id, targetHandle: 'table' })
      expect([...canvas.selection]).to.deep.equal([added?.id])
      session.undo()
      expect(session.document).to.deep.equal(before)
    })
  })

  describe('looking', () => {
    it('zooms by the wheel around the point under the pointer', async () => {
      const { canvas } = await mount()
      await setScale(canvas, 1)
      const at = pagePoint(canvas, { x: 100, y: 60 })
      const aim = { x: Math.round(at.x), y: Math.round(at.y) }
      await moveTo(aim)
      const box = part(canvas, '.surface').getBoundingClientRect()
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
      part(canvas, '.surface').dispatchEvent(wheel)
      expect(wheel.defaultPrevented).to.equal(true)
      expect(canvas.view.scale).to.be.greaterThan(1.2)
      expect(graphPoint().x).to.be.closeTo(before.x, 0.01)
      expect(graphPoint().y).to.be.closeTo(before.y, 0.01)
    })

    it('pans by dragging empty space and by the middle button over a node', async () => {
      const { canvas, session } = await mount()
      const { x, y } = canvas.view
      const from = pagePoint(canvas, { x: 100, y: 200 })
      await drag(from, { x: from.x + 50, y: from.y - 30 })
      expect(canvas.view.x).to.be.closeTo(x + 50, 1)
      expect(canvas.view.y).to.be.closeTo(y - 30, 1)
      const node = nodePoint(canvas, 'load')
      await drag(node, { x: node.x - 50, y: node.y + 30 }, { button: 'middle' })
      expect(canvas.view.x).to.be.closeTo(x, 1.5)
      expect(session.calls).to.deep.equal([])
    })

    it('pinches with two fingers', async () => {
      const { canvas } = await mount()
      const surface = part(canvas, '.surface')
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
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const surface = part(canvas, '.surface')
      const from = nodePoint(canvas, 'load')
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

    it('does not jump when the page around it is scrolled or a wheel turns over it', async () => {
      const { canvas } = await mount(twoNodes(), 'margin: 300px 0 1200px')
      scrollTo(0, 250)
      await moveTo(pagePoint(canvas, { x: 100, y: 200 }))
      await sendMouse({ type: 'move', position: [300, 300] })
      expect(scrollY).to.equal(250)
    })
  })

  describe('adding and copying', () => {
    it('opens the list of nodes by a double click on empty space, adds the chosen one there', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const at = pagePoint(canvas, { x: 160, y: 210 })
      await click(at)
      await click(at)
      await canvas.updateComplete
      await frame()
      await sendKeys({ type: 'join' })
      await sendKeys({ press: 'Enter' })
      const added = session.document.nodes.at(-1)
      expect(added?.type).to.equal('join')
      expect(Math.abs((added?.position.x ?? 0) - 40)).to.be.at.most(8)
      expect(Math.abs((added?.position.y ?? 0) - 192)).to.be.at.most(8)
    })

    it('closes the list of nodes when the keyboard goes elsewhere, and leaves it there', async () => {
      const { canvas } = await mount()
      const elsewhere = globalThis.document.createElement('input')
      canvas.parentElement?.append(elsewhere)
      canvas.openQuickAdd({ x: 20, y: 20 })
      await canvas.updateComplete
      await frame()
      elsewhere.focus()
      await canvas.updateComplete
      expect(canvas.shadowRoot?.querySelector('aw-quick-add')).to.equal(null)
      expect(globalThis.document.activeElement).to.equal(elsewhere)
    })

    it('copies and pastes nodes with the edges between them, under new ids', async () => {
      const { canvas, session } = await mount(mainJob())
      await click(nodePoint(canvas, 'load'))
      await sendKeys({ down: 'Shift' })
      await click(nodePoint(canvas, 'prepare'))
      await sendKeys({ up: 'Shift' })
      await keys('Control', 'c')
      await new Promise((resolve) => setTimeout(resolve, 30))
      await keys('Control', 'v')
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(session.document.nodes).to.have.length(6)
      const [first, second] = session.document.nodes.slice(-2)
      expect(first?.id).to.not.equal('load')
      expect(session.document.edges.at(-1)).to.include({ source: first?.id, target: second?.id })
      expect([...canvas.selection]).to.deep.equal([first?.id, second?.id])
    })

    it('joins what is pasted to the sources that it had, by Ctrl+Shift+V', async () => {
      const { canvas, session } = await mount(mainJob())
      await click(nodePoint(canvas, 'prepare'))
      await keys('Control', 'c')
      await new Promise((resolve) => setTimeout(resolve, 30))
      await keys('Control', 'Shift', 'V')
      await new Promise((resolve) => setTimeout(resolve, 30))
      const copy = session.document.nodes.at(-1)
      expect(copy?.type).to.equal('preparing')
      expect(session.document.edges.at(-1)).to.deep.include({ source: 'load', target: copy?.id, targetHandle: 'table' })
      await keys('Control', 'v')
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(session.document.nodes).to.have.length(6)
      expect(session.document.edges).to.have.length(4)
    })

    it('puts JSON text on the clipboard and reads it back, also from elsewhere', async () => {
      const { canvas, session } = await mount(mainJob())
      await click(nodePoint(canvas, 'load'))
      const copied = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true })
      globalThis.document.dispatchEvent(copied)
      const text = copied.clipboardData?.getData('text/plain') ?? ''
      expect(JSON.parse(text).nodes[0].id).to.equal('load')
      const data = new DataTransfer()
      data.setData('text/plain', text)
      globalThis.document.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
      expect(session.document.nodes).to.have.length(5)
      const noise = new DataTransfer()
      noise.setData('text/plain', 'not a fragment')
      globalThis.document.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: noise, bubbles: true, cancelable: true }),
      )
      expect(session.document.nodes).to.have.length(5)
    })

    it('takes pasted data as files: cells of a spreadsheet, a table of a page, text; a word is none', async () => {
      const { canvas } = await mount(mainJob())
      const taken: string[] = []
      canvas.addEventListener('aw-file-drop', ({ files }) => taken.push(...files.map(({ name }) => name)))
      await click(nodePoint(canvas, 'load'))
      const paste = (texts: Record<string, string>): boolean => {
        const data = new DataTransfer()
        for (const [type, text] of Object.entries(texts)) data.setData(type, text)
        return globalThis.document.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
      }
      expect(paste({ 'text/plain': 'a\tb\n1\t2\n', 'text/html': '<table><tr><td>a</table>' })).to.equal(false)
      expect(paste({ 'text/plain': 'a b 1 2', 'text/html': '<table><tr><td>a<td>b</table>' })).to.equal(false)
      expect(paste({ 'text/plain': 'a,b\n1,2\n' })).to.equal(false)
      expect(paste({ 'text/plain': 'a word' })).to.equal(true)
      expect(taken).to.deep.equal(['pasted.txt', 'pasted.html', 'pasted.txt'])
    })

    it('cuts, and duplicates by Ctrl+D', async () => {
      const { canvas, session } = await mount()
      await click(nodePoint(canvas, 'load'))
      await keys('Control', 'd')
      expect(session.document.nodes).to.have.length(3)
      expect(session.document.nodes[2]?.position).to.deep.equal({ x: 32, y: 32 })
      await keys('Control', 'x')
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(session.document.nodes).to.have.length(2)
    })

    it('tells of files dropped on a node and adds node types dropped on empty space', async () => {
      const { canvas, session } = await mount()
      await setScale(canvas, 1)
      const drop = (data: DataTransfer, at: { x: number; y: number }): void => {
        const options = { dataTransfer: data, clientX: at.x, clientY: at.y, bubbles: true, cancelable: true }
        part(canvas, '.surface').dispatchEvent(new DragEvent('dragover', options))
        part(canvas, '.surface').dispatchEvent(new DragEvent('drop', options))
      }
      const dropped: { files: string[]; node: string | undefined }[] = []
      canvas.addEventListener('aw-file-drop', (event) =>
        dropped.push({ files: event.files.map((file) => file.name), node: event.node }),
      )
      const files = new DataTransfer()
      files.items.add(new File(['a,b\n1,2\n'], 'a.csv'))
      drop(files, nodePoint(canvas, 'load'))
      expect(dropped).to.deep.equal([{ files: ['a.csv'], node: 'load' }])
      const type = new DataTransfer()
      type.setData('application/x-aw-node-type', 'join')
      drop(type, pagePoint(canvas, { x: 120, y: 250 }))
      expect(session.document.nodes.at(-1)).to.deep.include({ type: 'join', position: { x: 0, y: 240 } })
    })
  })

  describe('keyboard and screen reader', () => {
    it('reaches every node by Tab and arrows, follows edges, moves with Alt, and opens by Enter', async () => {
      const { canvas, session } = await mount(mainJob())
      const opened: string[] = []
      canvas.addEventListener('aw-node-open', (event) => opened.push(event.node))
      await sendKeys({ press: 'Tab' })
      expect([...canvas.selection]).to.deep.equal(['load'])
      await sendKeys({ press: 'ArrowRight' })
      await frame()
      expect([...canvas.selection]).to.deep.equal(['prepare'])
      await sendKeys({ press: 'ArrowDown' })
      await frame()
      expect([...canvas.selection]).to.deep.equal(['validate'])
      await sendKeys({ press: 'ArrowLeft' })
      await frame()
      await sendKeys({ press: 'Enter' })
      expect(opened).to.deep.equal(['prepare'])
      await keys('Alt', 'ArrowDown')
      await keys('Alt', 'ArrowDown')
      expect(positionOf(session, 'prepare')).to.deep.equal({ x: 320, y: 32 })
      await keys('Control', 'z')
      expect(positionOf(session, 'prepare')).to.deep.equal({ x: 320, y: 0 })
      await sendKeys({ press: 'Delete' })
      await frame()
      expect(session.document.nodes.map((node) => node.id)).to.deep.equal(['load', 'validate', 'table'])
      expect([...canvas.selection]).to.deep.equal(['validate'])
    })

    it('names each node with its state and problems, and announces changes', async () => {
      const { canvas, session } = await mount()
      const names = (): string[] =>
        [...(canvas.shadowRoot?.querySelectorAll('.nodes button') ?? [])].map(
          (button) => button.textContent?.trim() ?? '',
        )
      expect(names()[1]).to.contain('1 problem: Table needs a table at "table".')
      await session.start()
      session.play({ type: 'node-started', node: 'load', attempt: 1, key: 'k' })
      await canvas.updateComplete
      expect(part(canvas, '[role=status]').textContent).to.equal('Load: Running')
      session.play({ type: 'node-completed', node: 'load', outputs: {}, rows: 1234, ms: 5, problems: [] })
      await canvas.updateComplete
      expect(names()[0]).to.contain('Completed').and.to.contain('1,234 rows')
    })

    it('nudges the selected node by arrows after a click, one unit with Shift', async () => {
      const { canvas, session } = await mount()
      await click(nodePoint(canvas, 'load'))
      await keys('ArrowRight')
      await keys('ArrowDown')
      await keys('Shift', 'ArrowDown')
      expect(positionOf(session, 'load')).to.deep.equal({ x: 16, y: 17 })
      await keys('Control', 'z')
      expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
    })

    it('passes axe', async () => {
      const { canvas } = await mount(mainJob())
      await expect(canvas).to.be.accessible()
    })
  })

  describe('drawing', () => {
    const pixel = (canvas: AwCanvas, at: { x: number; y: number }): string => {
      const element = part<HTMLCanvasElement>(canvas, 'canvas')
      const screen = canvas.screenPoint(at)
      const density = element.width / element.offsetWidth
      const data = element
        .getContext('2d')
        ?.getImageData(Math.round(screen.x * density), Math.round(screen.y * density), 1, 1).data
      return [...(data ?? [])].slice(0, 3).join(' ')
    }

    it('draws two editors in their own themes on one page, and follows a change of theme and of one token', async () => {
      const one = await mount()
      const two = await mount()
      one.canvas.setAttribute('theme', 'light')
      two.canvas.setAttribute('theme', 'dark')
      await new Promise((resolve) => setTimeout(resolve, 80))
      await frame()
      const inside = { x: 120, y: 4 }
      expect(pixel(one.canvas, inside)).to.equal('255 255 255')
      expect(pixel(two.canvas, inside)).to.equal('23 27 33')
      one.canvas.setAttribute('theme', 'dark')
      two.canvas.style.setProperty('--aw-surface', 'rgb(1, 2, 3)')
      await new Promise((resolve) => setTimeout(resolve, 80))
      await frame()
      expect(pixel(one.canvas, inside)).to.equal('23 27 33')
      expect(pixel(two.canvas, inside)).to.equal('1 2 3')
    })

    it('draws at the density of the screen', async () => {
      await setViewport({ width: 1000, height: 700, deviceScaleFactor: 3 } as { width: number; height: number })
      const { canvas } = await mount()
      const element = part<HTMLCanvasElement>(canvas, 'canvas')
      expect(element.width).to.equal(2400)
      expect(element.height).to.equal(1500)
      await setViewport({ width: 1000, height: 700, deviceScaleFactor: 1 } as { width: number; height: number })
    })

    it('reads its colours as they are, in forced colours too', async () => {
      const { canvas } = await mount()
      const adjust = getComputedStyle(part(canvas, '.theme-probe i')).getPropertyValue('forced-color-adjust')
      expect(adjust).to.equal('none')
    })

    it('stands still with reduced motion while nodes run', async () => {
      await emulateMedia({ reducedMotion: 'reduce' })
      const { canvas, session } = await mount(mainJob())
      await session.start()
      session.play({ type: 'node-started', node: 'prepare', attempt: 1, key: 'k' })
      await canvas.updateComplete
      await frame()
      let draws = 0
      const element = part<HTMLCanvasElement>(canvas, 'canvas')
      const context = element.getContext('2d')
      const { setTransform } = CanvasRenderingContext2D.prototype
      CanvasRenderingContext2D.prototype.setTransform = function (this: CanvasRenderingContext2D, ...args: never[]) {
        if (this === context) draws++
        return (setTransform as (...args: unknown[]) => void).apply(this, args)
      }
      await new Promise((resolve) => setTimeout(resolve, 150))
      const still = draws
      await emulateMedia({ reducedMotion: 'no-preference' })
      session.play({ type: 'node-started', node: 'validate', attempt: 1, key: 'k' })
      await new Promise((resolve) => setTimeout(resolve, 250))
      CanvasRenderingContext2D.prototype.setTransform = setTransform
      expect(still).to.equal(0)
      expect(draws).to.be.greaterThan(2)
    })

    it('shows 10,000 nodes, finds the one under the pointer and moves it', async () => {
      const document = emptyWorkflow('Large')
      for (let index = 0; index < 10_000; index++) {
        const position = { x: (index % 100) * 320, y: Math.floor(index / 100) * 160 }
        document.nodes.push({ id: `n${index}`, type: 'table', position, data: { label: `Node ${index}`, config: {} } })
        if (index % 100 > 0) document.edges.push({ id: `e${index}`, source: `n${index - 1}`, target: `n${index}` })
      }
      const { canvas, session } = await mount(document)
      expect(canvas.scene.nodes).to.have.length(10_000)
      canvas.fit(['n5050'])
      await frame()
      const from = nodePoint(canvas, 'n5050')
      expect(canvas.nodeAt({ clientX: from.x, clientY: from.y })).to.equal('n5050')
      await drag(from, { x: from.x + 32, y: from.y + 16 })
      expect(positionOf(session, 'n5050')).to.deep.equal({ x: 50 * 320 + 32, y: 50 * 160 + 16 })
    })
  })

  it('can be taken out of the page and put back, and leaves no listener behind', async () => {
    const added: string[] = []
    const { addEventListener, removeEventListener } = globalThis.document
    const track = globalThis.document as unknown as Record<string, unknown>
    track.addEventListener = function (this: Document, type: string, ...rest: [never]) {
      added.push(type)
      addEventListener.call(this, type, ...rest)
    }
    track.removeEventListener = function (this: Document, type: string, ...rest: [never]) {
      added.splice(added.indexOf(type), 1)
      removeEventListener.call(this, type, ...rest)
    }
    const { canvas, session } = await mount()
    const box = canvas.parentElement
    canvas.remove()
    expect(added).to.deep.equal([])
    delete track.addEventListener
    delete track.removeEventListener
    box?.append(canvas)
    await frame()
    await setScale(canvas, 1)
    const from = nodePoint(canvas, 'load')
    await drag(from, { x: from.x + 32, y: from.y })
    expect(positionOf(session, 'load')).to.deep.equal({ x: 32, y: 0 })
  })

  it('does not press when the press began elsewhere', async () => {
    const { canvas, session } = await mount()
    await press({ x: 900, y: 650 })
    await moveTo(nodePoint(canvas, 'load'))
    await release()
    expect([...canvas.selection]).to.deep.equal([])
    expect(session.calls).to.deep.equal([])
  })
})
