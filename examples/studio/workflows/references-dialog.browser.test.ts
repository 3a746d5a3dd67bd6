import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../test/wait-until.ts'
import { switchLanguage } from '../language/strings.ts'
import { askForReferences, type SelectedReferences } from './references-dialog.ts'

const choices = [
  { id: 'a', name: 'Archive' },
  { id: 'b', name: 'Billing' },
]
const question = { workflow: 'Monthly', names: ['Orders', 'Invoices'], choices }

const find = <T extends Element>(selector: string): T | null | undefined =>
  document.querySelector('studio-references')?.shadowRoot?.querySelector<T>(selector)
const findAll = <T extends Element>(selector: string): T[] => [
  ...(document.querySelector('studio-references')?.shadowRoot?.querySelectorAll<T>(selector) ?? []),
]

/** Opens the dialog, and waits until it is shown. */
async function open(asked = question): Promise<{ answer: Promise<SelectedReferences> }> {
  const answer = askForReferences(asked)
  await waitUntil(() => find<HTMLDialogElement>('dialog')?.open)
  return { answer }
}

describe('the dialog that asks for the sub-workflows of an imported workflow', () => {
  afterEach(async () => {
    localStorage.removeItem('aw-studio-language')
    await switchLanguage()
  })

  for (const { language, title, leave } of [
    { language: 'en', title: 'Select sub-workflows of “Monthly”', leave: 'Leave unresolved' },
    { language: 'de', title: 'Unterabläufe von „Monthly“ auswählen', leave: 'Nicht auflösen' },
  ]) {
    it(`asks for each reference, and returns the chosen workflows (${language})`, async () => {
      localStorage.setItem('aw-studio-language', language)
      await switchLanguage()
      const { answer } = await open()
      expect(find('h2')?.textContent).to.equal(title)
      const selects = findAll<HTMLSelectElement>('select')
      expect(selects.map((select) => select.labels[0]?.textContent?.trim().split('\n')[0])).to.deep.equal([
        'Orders',
        'Invoices',
      ])
      expect([...selects[0]!.options].map(({ label }) => label)).to.deep.equal([leave, 'Archive', 'Billing'])
      selects[0]!.value = 'b'
      find<HTMLButtonElement>('[data-testid="apply-references"]')?.click()
      expect(await answer).to.deep.equal({ Orders: 'b' })
      expect(document.querySelector('studio-references')).to.equal(null)
    })
  }

  it('works with the keyboard', async () => {
    const { answer } = await open({ ...question, names: ['Orders'] })
    const select = find<HTMLSelectElement>('select')!
    const root = select.getRootNode() as ShadowRoot
    // The heading has focus; the button that closes the dialog is before the list.
    expect(root.activeElement?.localName).to.equal('h2')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    expect(root.activeElement).to.equal(select)
    await sendKeys({ press: 'B' })
    expect(select.value).to.equal('b')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Enter' })
    expect(await answer).to.deep.equal({ Orders: 'b' })
  })

  it('leaves everything unresolved when it is closed', async () => {
    const first = await open()
    findAll<HTMLSelectElement>('select')[0]!.value = 'a'
    find<HTMLButtonElement>('[data-testid="leave-references"]')?.click()
    expect(await first.answer).to.deep.equal({})
    const second = await open()
    await sendKeys({ press: 'Escape' })
    expect(await second.answer).to.deep.equal({})
  })
})
