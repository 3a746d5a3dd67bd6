import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { mountEditor, whenSettled, type MountedEditor } from '../../test-editor.ts'
import { click, pressKeys, getNodePoint, getElement } from '../../test-pointer.ts'
import type { AwKeyForm, KeysChangeEvent } from './aw-key-form.ts'

defineElements()

const rowOf = (form: AwKeyForm, id: string): HTMLElement => getElement(form, `[data-id="${id}"]`)
const getText = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()

describe('<aw-key-form>', () => {
  beforeEach(async () => {
    localStorage.removeItem('aw-keys')
    await setViewport({ width: 1240, height: 840 })
    await resetMouse()
  })
  after(() => localStorage.removeItem('aw-keys'))

  async function open(): Promise<MountedEditor & { form: AwKeyForm }> {
    const mounted = await mountEditor()
    await whenSettled(click(getNodePoint(mounted.canvas, 'load')))
    mounted.canvas.focusSurface()
    await whenSettled(pressKeys('?'))
    return { ...mounted, form: getElement<AwKeyForm>(mounted.editor, 'aw-key-dialog', 'aw-key-form') }
  }

  it('opens by its key, and lists every command with its keys', async () => {
    const { form, canvas } = await open()
    const rows = [...(form.shadowRoot?.querySelectorAll('li') ?? [])]
    expect(rows).to.have.length(canvas.commands.length - 1)
    expect(getText(rowOf(form, 'duplicate')))
      .to.contain('Duplicate')
      .and.to.contain('Ctrl+D')
    expect(getText(rowOf(form, 'export-png'))).to.contain('no shortcut')
    await whenSettled(sendKeys({ type: 'zoom' }))
    expect(form.shadowRoot?.querySelectorAll('li')).to.have.length(5)
    await expect(form).to.be.accessible()
  })

  it('records a new key by keyboard alone, which then works, is stored, and is shared with other editors', async () => {
    const { editor, form, canvas } = await open()
    const other = await mountEditor()
    rowOf(form, 'fit').querySelector<HTMLElement>('.add')?.focus()
    await whenSettled(sendKeys({ press: 'Enter' }))
    await whenSettled(pressKeys('Control', 'j'))
    expect(getText(rowOf(form, 'fit'))).to.contain('Ctrl+J')
    expect(form.shadowRoot?.activeElement?.classList.contains('add')).to.equal(true)
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(editor.shadowRoot?.querySelector('aw-key-dialog')).to.equal(null)
    canvas.zoom(3)
    canvas.focus()
    const { scale } = canvas.view
    await pressKeys('Control', 'j')
    expect(canvas.view.scale).to.be.lessThan(scale)
    expect(JSON.parse(localStorage.getItem('aw-keys') ?? '')).to.deep.equal({ fit: ['1', 'Mod+j'] })
    await waitUntil(() => other.canvas.commands.find(({ id }) => id === 'fit')?.keys.length === 2)
    const next = await mountEditor()
    expect(next.canvas.commands.find(({ id }) => id === 'fit')?.keys).to.deep.equal(['1', 'Mod+j'])
  })

  it('names the command that has a key, and rebinds it after a confirmation', async () => {
    const { form, canvas } = await open()
    const fit = (): HTMLElement => rowOf(form, 'fit')
    await whenSettled(fit().querySelector<HTMLElement>('.add')?.click())
    await whenSettled(pressKeys('Control', 'd'))
    expect(getText(fit())).to.contain('Ctrl+D is assigned to “Duplicate”.')
    await whenSettled(getElement(fit(), '.reassign').click())
    expect(getText(fit())).to.contain('Ctrl+D')
    expect(getText(rowOf(form, 'duplicate'))).to.contain('no shortcut')
    expect(canvas.commands.find(({ id }) => id === 'duplicate')?.keys).to.deep.equal([])
    await whenSettled(getElement(rowOf(form, 'duplicate'), '[title="Reset shortcuts for “Duplicate”"]').click())
    expect(getText(rowOf(form, 'duplicate'))).to.contain('Ctrl+D')
    expect(getText(fit())).not.to.contain('Ctrl+D')
    await whenSettled(getElement(form, '.all').click())
    expect(localStorage.getItem('aw-keys')).to.equal(null)
  })

  it('refuses reserved keys, cancels with Escape, and removes keys', async () => {
    const { form, editor } = await open()
    await whenSettled(getElement(rowOf(form, 'undo'), '.add').click())
    await whenSettled(sendKeys({ press: 'Tab' }))
    expect(getText(rowOf(form, 'undo'))).to.contain('Tab is reserved')
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(editor.shadowRoot?.querySelector('aw-key-dialog')).not.to.equal(null)
    expect(rowOf(form, 'undo').querySelector('.recording')).to.equal(null)
    await whenSettled(getElement(rowOf(form, 'undo'), '.key').click())
    expect(getText(rowOf(form, 'undo'))).to.contain('no shortcut')
  })

  it('does not store the keys if the host prevents it', async () => {
    const { editor, form } = await open()
    editor.addEventListener('aw-keys-change', (event: KeysChangeEvent) => {
      event.preventDefault()
      editor.keys = event.keys
    })
    await whenSettled(getElement(rowOf(form, 'undo'), '.key').click())
    expect(editor.keys).to.deep.equal({ undo: [] })
    expect(getText(rowOf(form, 'undo'))).to.contain('no shortcut')
    expect(localStorage.getItem('aw-keys')).to.equal(null)
  })
})
