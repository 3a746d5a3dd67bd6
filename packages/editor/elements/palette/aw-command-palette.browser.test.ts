import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { defineElements } from '../../define-elements.ts'
import { createDocument } from '../../test-canvas.ts'
import { click, waitForFrame, pressKeys, getElement, tap } from '../../test-pointer.ts'
import { TestSession } from '../../test-session.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'
import { loadLanguage } from '../../language/languages.ts'
import { formatKey } from '../../canvas/commands/key-name.ts'

defineElements()

describe('commands and search', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  const canvas = (): AwCanvas => editor.canvas!
  const settle = async (action?: unknown): Promise<void> => {
    await action
    await editor.updateComplete
    await canvas().updateComplete
    await waitForFrame()
  }
  const palette = (): Element | null => editor.shadowRoot?.querySelector('aw-command-palette') ?? null
  const items = (): string[] =>
    [...(palette()?.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.id ?? '')

  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    await resetMouse()
    const document = createDocument([
      ['load', 'loading', 0, 0],
      ['clean', 'preparing', 320, 80],
      ['show', 'table', 640, 20],
    ])
    document.nodes[1]!.data.config = { target: 'cosmo-ready' }
    document.notes = [{ id: 'note', text: '# Remember\nthe accountant', position: { x: 0, y: 300 }, size: { width: 200, height: 80 } }] // oxfmt-ignore
    document.groups = [{ id: 'group', label: 'Quarterly part', nodes: ['clean', 'show'] }]
    session = new TestSession({ document })
    const box = await fixture<HTMLElement>(html`<div></div>`)
    box.style.cssText = 'width: 1200px; height: 800px'
    editor = globalThis.document.createElement('aw-workflow-editor')
    editor.style.cssText = 'display: block; width: 1200px; height: 800px'
    editor.session = session
    await settle(box.append(editor))
    await settle()
  })

  it('does not handle Ctrl+K without the focus, and opens when the page requests it', async () => {
    let isHandled = false
    const onKeydown = (event: KeyboardEvent): void => void (isHandled ||= event.defaultPrevented)
    document.addEventListener('keydown', onKeydown)
    await pressKeys('Control', 'k')
    await settle(document.removeEventListener('keydown', onKeydown))
    expect([isHandled, palette()]).to.deep.equal([false, null])
    await settle(editor.openCommandPalette())
    expect(palette()).not.to.equal(null)
    await settle(sendKeys({ type: 'select all' }))
    expect(items()).to.deep.equal(['select-all'])
  })

  it('opens with Ctrl+K, runs a command by its title, and returns the focus', async () => {
    await settle(canvas().focusNode('load'))
    await settle(pressKeys('Control', 'k'))
    expect(items()).to.include.members(['select-all', 'fit', 'export-svg', 'lay-out'])
    expect(items()).to.not.include.members(['align-left', 'undo', 'arrow'])
    await settle(sendKeys({ type: 'select all' }))
    expect(items()).to.deep.equal(['select-all'])
    await settle(sendKeys({ press: 'Enter' }))
    expect(palette()).to.equal(null)
    expect(canvas().selection.size).to.equal(3)
    await pressKeys('Alt', 'w')
    expect(session.document.current.nodes.map(({ position }) => position.y)).to.deep.equal([0, 0, 0])
  })

  it('lists only commands that have an effect in the current state', async () => {
    const withSelection = ['cut', 'copy', 'duplicate', 'escape', 'open', 'remove']
    const withContent = ['select-all', 'fit', 'export-svg', 'export-markdown']
    await settle(editor.openCommandPalette())
    expect(items()).to.include.members(withContent)
    expect(items()).to.not.include.members(['leave'])
    expect(canvas().commands.find(({ id }) => id === 'leave')?.enabled).to.equal(false)
    expect(items().filter((id) => withSelection.includes(id))).to.deep.equal([])
    await sendKeys({ press: 'Escape' })
    canvas().select(['load'])
    await settle(editor.openCommandPalette())
    expect(items()).to.include.members(withSelection)
    await sendKeys({ press: 'Escape' })
    editor.session = new TestSession({ document: createDocument([]) })
    await settle()
    await settle()
    await settle(editor.openCommandPalette())
    expect(items().filter((id) => [...withSelection, ...withContent, 'leave'].includes(id))).to.deep.equal([])
    expect(items()).to.include.members(['quick-add', 'add-note', 'paste', 'zoom-in', 'keys'])
  })

  it('finds node types, adds the chosen one, and finds every export', async () => {
    await click({ x: 600, y: 700 })
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'sort' }))
    expect(items()).to.deep.equal([])
    await pressKeys('Control', 'a')
    await settle(sendKeys({ type: 'filter' }))
    expect(items()[0]).to.equal('add filter')
    expect(palette()?.shadowRoot?.querySelector('li')?.textContent).to.contain('Add Filter rows')
    await settle(sendKeys({ press: 'Enter' }))
    const added = session.document.current.nodes.at(-1)
    expect(added?.type).to.equal('filter')
    expect(canvas().focusedNode).to.equal(added?.id)
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'export' }))
    expect(items().slice(0, 9)).to.deep.equal([
      'export-svg',
      'export-png',
      'export-json',
      'export-litegraph',
      'export-markdown',
      'export-n8n',
      'export-node-red',
      'export-mermaid',
      'export-serverless-workflow',
    ])
  })

  it('shows keys in full beside a title that is truncated', async () => {
    await setViewport({ width: 390, height: 800 })
    editor.style.width = '240px'
    await settle(editor.openCommandPalette())
    const rows = [...(palette()?.shadowRoot?.querySelectorAll('li:has(kbd)') ?? [])]
    expect(rows.length).to.be.greaterThan(5)
    for (const row of rows) {
      const { right } = row.getBoundingClientRect()
      const title = row.querySelector('.title')!.getBoundingClientRect()
      for (const key of row.querySelectorAll('kbd')) {
        const box = key.getBoundingClientRect()
        expect(box.left, row.textContent ?? '').to.be.at.least(title.right)
        expect(box.right).to.be.at.most(right)
      }
    }
  })

  it('lists titles that start with the query before titles with a later word that does', async () => {
    await settle(canvas().focusNode('load'))
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'exp' }))
    expect(items().slice(0, 9)).to.deep.equal([
      'export-svg',
      'export-png',
      'export-json',
      'export-litegraph',
      'export-markdown',
      'export-n8n',
      'export-node-red',
      'export-mermaid',
      'export-serverless-workflow',
    ])
    expect(items()).to.include('collapse')
    await sendKeys({ press: 'Escape' })
  })

  it('finds nodes by their settings and notes by their text, and shows them', async () => {
    await click({ x: 600, y: 700 })
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'cosmo' }))
    expect(items()).to.deep.equal(['clean'])
    await settle(sendKeys({ press: 'Enter' }))
    expect([...canvas().selection]).to.deep.equal(['clean'])
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'accountant' }))
    expect(items()).to.deep.equal(['note'])
    await settle(sendKeys({ press: 'Enter' }))
    expect([...canvas().selectedMarks]).to.deep.equal(['note'])
    await settle(pressKeys('Control', 'k'))
    await settle(sendKeys({ type: 'quarter' }))
    expect(items()).to.deep.equal(['group'])
    await settle(sendKeys({ press: 'Enter' }))
    expect([...canvas().selectedMarks]).to.deep.equal(['group'])
  })

  it('opens on touch, closes with Escape, reports that nothing was found, and is accessible', async () => {
    const button = [...(editor.shadowRoot?.querySelectorAll<HTMLElement>('.toolbar button') ?? [])].find(
      ({ title }) => title === 'Commands and search',
    )!
    const box = button.getBoundingClientRect()
    await settle(tap({ x: box.left + box.width / 2, y: box.top + box.height / 2 }))
    await expect(palette()).to.be.accessible()
    await settle(sendKeys({ type: 'zzz' }))
    expect(getElement(palette()!, '.none').textContent).to.contain('No results for “zzz”.')
    await settle(sendKeys({ press: 'Escape' }))
    expect(palette()).to.equal(null)
  })

  it('formats shortcuts with the key names of the platform', () => {
    expect(formatKey('Mod+Shift+z', {}, false)).to.equal('Ctrl+Shift+Z')
    expect(formatKey('Mod++', {}, false)).to.equal('Ctrl++')
    expect(formatKey('Alt+ArrowUp', {}, true)).to.equal('⌥ArrowUp')
    expect(formatKey('+', {}, false)).to.equal('+')
  })

  it('formats shortcuts with the key names of the language, except on macOS', async () => {
    const { keyNames } = (await loadLanguage('de')).canvas
    expect(formatKey('Mod+Shift+z', keyNames, false)).to.equal('Strg+Umschalt+Z')
    expect(formatKey('Shift+Delete', keyNames, false)).to.equal('Umschalt+Entf')
    expect(formatKey('Mod+Shift+z', keyNames, true)).to.equal('⌘⇧Z')
  })
})
