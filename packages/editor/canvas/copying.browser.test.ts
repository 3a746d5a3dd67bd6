import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { SessionDocument } from '@aw-flow/client'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas, setScale } from '../test-canvas.ts'
import { click, doubleClick, waitForFrame, pressKeys, getNodePoint, toPagePoint, getElement } from '../test-pointer.ts'
import { mainJob } from '../test-session.ts'

defineElements()

describe('adding and copying', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  it('opens the list of node types by a double click on empty space, and adds the chosen one there', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const at = toPagePoint(canvas, { x: 160, y: 210 })
    await doubleClick(at)
    await canvas.updateComplete
    await waitForFrame()
    await sendKeys({ type: 'join' })
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.at(-1)
    expect(added?.type).to.equal('join')
    expect(Math.abs((added?.position.x ?? 0) - 40)).to.be.at.most(8)
    expect(Math.abs((added?.position.y ?? 0) - 192)).to.be.at.most(8)
  })

  it('closes the list of node types when it loses the focus, and does not restore the focus', async () => {
    const { canvas } = await mountFittedCanvas()
    const elsewhere = globalThis.document.createElement('input')
    canvas.parentElement?.append(elsewhere)
    canvas.openQuickAdd({ x: 20, y: 20 })
    await canvas.updateComplete
    await waitForFrame()
    elsewhere.focus()
    await canvas.updateComplete
    expect(canvas.shadowRoot?.querySelector('aw-quick-add')).to.equal(null)
    expect(globalThis.document.activeElement).to.equal(elsewhere)
  })

  it('copies and pastes nodes with the edges between them, with new ids', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await click(getNodePoint(canvas, 'load'))
    await sendKeys({ down: 'Shift' })
    await click(getNodePoint(canvas, 'prepare'))
    await sendKeys({ up: 'Shift' })
    await pressKeys('Control', 'c')
    await new Promise((resolve) => setTimeout(resolve, 30))
    await pressKeys('Control', 'v')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(session.document.current.nodes).to.have.length(6)
    const [first, second] = session.document.current.nodes.slice(-2)
    expect(first?.id).to.not.equal('load')
    expect(session.document.current.edges.at(-1)).to.include({ source: first?.id, target: second?.id })
    expect([...canvas.selection]).to.deep.equal([first?.id, second?.id])
  })

  it('passes copied and pasted text to the session', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    const copied: string[] = []
    const pasted: (string | undefined)[] = []
    const { document } = session as unknown as { document: SessionDocument }
    const apply = document.apply.bind(document)
    Object.assign(document, {
      registerCopy: (text: string) => void copied.push(text),
      apply: (...[edit, options]: Parameters<typeof apply>) => {
        pasted.push(options?.pasted)
        return apply(edit, options)
      },
    })
    await click(getNodePoint(canvas, 'load'))
    await pressKeys('Control', 'c')
    await waitUntil(() => copied.length === 1)
    await pressKeys('Control', 'v')
    await waitUntil(() => pasted.length === 1)
    expect(pasted).to.deep.equal(copied)
    expect(JSON.parse(copied[0]!)).to.have.property('nodes')
    // Nodes that are duplicated were not pasted.
    await pressKeys('Control', 'd')
    await waitUntil(() => pasted.length === 2)
    expect(pasted[1]).to.equal(undefined)
  })

  it('connects pasted nodes to their earlier sources by Ctrl+Shift+V', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await click(getNodePoint(canvas, 'prepare'))
    await pressKeys('Control', 'c')
    await new Promise((resolve) => setTimeout(resolve, 30))
    await pressKeys('Control', 'Shift', 'V')
    await new Promise((resolve) => setTimeout(resolve, 30))
    const copy = session.document.current.nodes.at(-1)
    expect(copy?.type).to.equal('preparing')
    expect(session.document.current.edges.at(-1)).to.deep.include({
      source: 'load',
      target: copy?.id,
      targetHandle: 'table',
    })
    await pressKeys('Control', 'v')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(session.document.current.nodes).to.have.length(6)
    expect(session.document.current.edges).to.have.length(4)
  })

  it('writes JSON text to the clipboard and reads it back, also from other programs', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await click(getNodePoint(canvas, 'load'))
    const copied = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true })
    globalThis.document.dispatchEvent(copied)
    const text = copied.clipboardData?.getData('text/plain') ?? ''
    expect(JSON.parse(text).nodes[0].id).to.equal('load')
    const data = new DataTransfer()
    data.setData('text/plain', text)
    globalThis.document.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    expect(session.document.current.nodes).to.have.length(5)
    const noise = new DataTransfer()
    noise.setData('text/plain', 'not a fragment')
    globalThis.document.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: noise, bubbles: true, cancelable: true }),
    )
    expect(session.document.current.nodes).to.have.length(5)
  })

  it('imports pasted data as files: cells of a spreadsheet, a table of a page, text, but not a word', async () => {
    const { canvas } = await mountFittedCanvas(mainJob())
    const fileNames: string[] = []
    canvas.addEventListener('aw-file-drop', ({ files }) => fileNames.push(...files.map(({ name }) => name)))
    await click(getNodePoint(canvas, 'load'))
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
    expect(fileNames).to.deep.equal(['pasted.txt', 'pasted.html', 'pasted.txt'])
  })

  it('cuts, and duplicates by Ctrl+D', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await click(getNodePoint(canvas, 'load'))
    await pressKeys('Control', 'd')
    expect(session.document.current.nodes).to.have.length(3)
    expect(session.document.current.nodes[2]?.position).to.deep.equal({ x: 32, y: 32 })
    await pressKeys('Control', 'x')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(session.document.current.nodes).to.have.length(2)
  })

  it('reports files dropped on a node and adds node types dropped on empty space', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await setScale(canvas, 1)
    const drop = (data: DataTransfer, at: { x: number; y: number }): void => {
      const options = { dataTransfer: data, clientX: at.x, clientY: at.y, bubbles: true, cancelable: true }
      getElement(canvas, '.surface').dispatchEvent(new DragEvent('dragover', options))
      getElement(canvas, '.surface').dispatchEvent(new DragEvent('drop', options))
    }
    const dropped: { files: string[]; node: string | undefined }[] = []
    canvas.addEventListener('aw-file-drop', (event) =>
      dropped.push({ files: event.files.map((file) => file.name), node: event.node }),
    )
    const files = new DataTransfer()
    files.items.add(new File(['a,b\n1,2\n'], 'a.csv'))
    drop(files, getNodePoint(canvas, 'load'))
    expect(dropped).to.deep.equal([{ files: ['a.csv'], node: 'load' }])
    const type = new DataTransfer()
    type.setData('application/x-aw-node-type', 'join')
    drop(type, toPagePoint(canvas, { x: 120, y: 250 }))
    expect(session.document.current.nodes.at(-1)).to.deep.include({ type: 'join', position: { x: 0, y: 240 } })
  })
})
