import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { createDocument, mountCanvas, type MountedCanvas } from '../../test-canvas.ts'
import { click, waitForFrame, pressKeys, getNodePoint, toPagePoint, getElement, swipe } from '../../test-pointer.ts'

defineElements()

describe('the menu of the canvas', () => {
  let mounted: MountedCanvas
  const menu = (): Element | null => mounted.canvas.shadowRoot?.querySelector('aw-canvas-menu') ?? null
  const items = (): string[] =>
    [...(menu()?.shadowRoot?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])].map(
      (item) => item.dataset.id ?? '',
    )
  const settle = async (action?: unknown): Promise<void> => {
    await action
    await mounted.canvas.updateComplete
    await waitForFrame()
  }

  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    const document = createDocument(
      [
        ['a', 'loading', 0, 0],
        ['b', 'preparing', 320, 0],
        ['c', 'table', 640, 0],
      ],
      ['a.table b.table', 'b.table c.table'],
    )
    mounted = await mountCanvas(document, await fixture<HTMLElement>(html`<div></div>`))
  })

  it('opens by the right button on a node, selects it, and runs the chosen command', async () => {
    const { canvas, session } = mounted
    await settle(click(getNodePoint(canvas, 'b'), 'right'))
    expect([...canvas.selection]).to.deep.equal(['b'])
    expect(items()).to.include.members(['open', 'disable', 'duplicate', 'remove'])
    expect(items()).to.not.include.members(['unfold', 'fit', 'export-svg'])
    await expect(menu()).to.be.accessible()
    await settle(getElement(menu()!, '[data-id=disable]').click())
    expect(menu()).to.equal(null)
    expect(session.document.current.nodes[1]?.mode).to.equal('disabled')
    await sendKeys({ press: 'Delete' })
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['a', 'c'])
  })

  it('shows shortcuts with the key names of the language', async () => {
    const { canvas } = mounted
    canvas.strings = { ...canvas.strings, keyNames: { Mod: 'Strg' } }
    await settle(click(getNodePoint(canvas, 'b'), 'right'))
    expect(getElement(menu()!, '[data-id=duplicate]').textContent).to.contain('Strg+D')
    expect(items()).to.not.include('leave')
  })

  it('opens by a long press and by keyboard, moves with the arrow keys, and closes with Escape', async () => {
    const { canvas, session } = mounted
    const at = getNodePoint(canvas, 'a')
    await settle(swipe(at, at, { steps: 0, hold: 600 }))
    expect([...canvas.selection]).to.deep.equal(['a'])
    expect(items()).to.include('open')
    await settle(sendKeys({ press: 'Escape' }))
    expect(menu()).to.equal(null)
    await settle(canvas.focusNode('c'))
    await settle(pressKeys('Shift', 'F10'))
    const at0 = items()
    await sendKeys({ press: 'End' })
    await sendKeys({ press: 'ArrowUp' })
    expect(at0.at(-2)).to.equal('remove')
    await settle(sendKeys({ press: 'Enter' }))
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['a', 'b'])
  })

  it('aligns several nodes by a row of icons, and selects connected nodes', async () => {
    const { canvas, session } = mounted
    session.document.apply({ type: 'move-nodes', positions: { b: { x: 320, y: 96 } } })
    await settle(canvas.select(['a', 'b', 'c']))
    await settle(click(getNodePoint(canvas, 'c'), 'right'))
    expect(items()).to.include('select-connected')
    const row = [...getElement(menu()!, '.row').children] as HTMLElement[]
    expect(row.map(({ dataset }) => dataset.id)).to.include.members(['align-top', 'distribute-x'])
    expect(new Set(row.map(({ offsetTop }) => offsetTop)).size).to.equal(1)
    await expect(menu()).to.be.accessible()
    row[0]!.focus()
    await sendKeys({ press: 'ArrowRight' })
    expect(menu()!.shadowRoot?.activeElement).to.equal(row[1])
    await settle(row.find(({ dataset }) => dataset.id === 'align-top')!.click())
    expect(session.document.current.nodes.map(({ position }) => position.y)).to.deep.equal([0, 0, 0])
  })

  it('offers general commands on empty space, and only available ones in a read-only canvas', async () => {
    const { canvas } = mounted
    canvas.readonly = true
    await settle()
    await settle(click(toPagePoint(canvas, { x: 100, y: 200 }), 'right'))
    expect(items()).to.include.members(['select-all', 'fit', 'export-svg', 'export-markdown'])
    expect(items()).to.not.include.members(['quick-add', 'paste', 'lay-out'])
    await settle(click(toPagePoint(canvas, { x: 60, y: 260 })))
    expect(menu()).to.equal(null)
  })

  describe('and the system’s clipboard', () => {
    const originalClipboard = Object.getOwnPropertyDescriptor(navigator, 'clipboard')
    let text = ''
    const browserWith = (clipboard: Partial<Clipboard> | undefined): void => {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard })
    }
    const choose = async (id: string): Promise<void> => {
      await settle(click(getNodePoint(mounted.canvas, 'b'), 'right'))
      getElement(menu()!, `[data-id=${id}]`).click()
      await new Promise((resolve) => setTimeout(resolve, 20))
      await settle()
    }
    const refusal = (): Promise<never> => Promise.reject(new DOMException('Not here.', 'NotAllowedError'))

    beforeEach(() => {
      text = ''
      browserWith({
        writeText: (written) => {
          text = written
          return Promise.resolve()
        },
        readText: () => Promise.resolve(text),
      })
    })
    afterEach(() => {
      Reflect.deleteProperty(navigator, 'clipboard')
      if (originalClipboard) Object.defineProperty(navigator, 'clipboard', originalClipboard)
    })

    it('copies to it and pastes from it', async () => {
      const { session } = mounted
      await choose('copy')
      expect(JSON.parse(text).nodes.map(({ id }: { id: string }) => id)).to.deep.equal(['b'])
      // Pastes content that another page has copied in the meantime.
      text = JSON.stringify({ nodes: [{ ...session.document.current.nodes[0], id: 'other' }], edges: [] })
      await choose('paste')
      expect(session.document.current.nodes.map(({ type }) => type)).to.deep.equal([
        'loading',
        'preparing',
        'table',
        'loading',
      ])
      text = 'a word'
      await choose('paste')
      expect(session.document.current.nodes).to.have.length(4)
      await choose('cut')
      expect(session.document.current.nodes).to.have.length(3)
      expect(JSON.parse(text).nodes).to.have.length(1)
    })

    it('announces a refusal of the browser, and keeps the copy for this page', async () => {
      const { canvas, session } = mounted
      browserWith({ writeText: refusal, readText: refusal })
      await choose('paste')
      expect(getElement(canvas, '.tip').textContent).to.contain('Press Ctrl+V')
      expect(getElement(canvas, '.tip').hidden).to.equal(false)
      await choose('copy')
      expect(getElement(canvas, '[role=status]').textContent).to.contain('only within this page')
      await choose('paste')
      expect(session.document.current.nodes).to.have.length(4)
      browserWith(undefined)
      await choose('paste')
      expect(session.document.current.nodes).to.have.length(5)
    })
  })
})
