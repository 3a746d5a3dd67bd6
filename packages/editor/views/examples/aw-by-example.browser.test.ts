import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { createTestExampleSource } from '../../test-examples.ts'
import { getElement } from '../../test-pointer.ts'
import type { AwDataTable } from '../aw-data-table.ts'
import type { AwByExample } from './aw-by-example.ts'
import { examplesStrings } from './examples-strings.ts'

defineElements()

const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const tableOf = (element: AwByExample): AwDataTable => getElement(element, 'aw-data-table') as AwDataTable
const state = (element: AwByExample): string => text(getElement(element, '.bar p'))
const applyButton = (element: AwByExample): HTMLButtonElement =>
  getElement(element, 'button.primary') as HTMLButtonElement
const questions = (element: AwByExample): string[] =>
  [...element.shadowRoot!.querySelectorAll('button.choice')].map(text)
/** The displayed cells, row by row. */
const cells = (element: AwByExample): string[][] =>
  [...tableOf(element).shadowRoot!.querySelectorAll<HTMLElement>('.row')]
    .filter(({ style }) => style.display !== 'none')
    .map((row) => [...row.querySelectorAll('[role=gridcell]')].map(text))

async function mount(source = createTestExampleSource()): Promise<{ element: AwByExample; source: typeof source }> {
  const element = await fixture<AwByExample>(html`<aw-by-example .source=${source}></aw-by-example>`)
  element.style.cssText = 'width: 900px; height: 500px'
  await waitUntil(() => cells(element)[0]?.includes('Meyer, Anna') === true)
  return { element, source }
}

/** Edits a cell of the editable column by the keyboard. */
async function edit(element: AwByExample, row: number, value: string): Promise<void> {
  const table = tableOf(element)
  table.showCell(row - 1, table.editable)
  await table.updateComplete
  await sendKeys({ press: 'F2' })
  await waitUntil(() => table.shadowRoot!.activeElement?.matches('.cell-editor') === true)
  await sendKeys({ type: value })
  await sendKeys({ press: 'Enter' })
  await waitUntil(() => !state(element).includes('Looking'))
}

describe('<aw-by-example>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 600 }))

  it('shows the values of all rows after one edited cell', async () => {
    const { element, source } = await mount()
    await expect(element).to.be.accessible()
    expect(applyButton(element).disabled).to.equal(true)
    await edit(element, 1, 'Anna Meyer')
    expect(source.requests).to.deep.equal([[{ row: 1, value: 'Anna Meyer' }]])
    await waitUntil(() => cells(element)[1]?.[1] === 'Ken Ito')
    expect(cells(element)[2]).to.deep.equal(['Luz, Rosa', 'Rosa Luz', 'Bonn'])
    expect(state(element)).to.contain('rows would change.')
    await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished))
    await expect(element).to.be.accessible()
  })

  it('shows the reason of a failure once its text is loaded', async () => {
    const failing = {
      ...createTestExampleSource(),
      preview: () => Promise.reject(new Error('The table no longer exists.')),
    }
    const { element } = await mount(failing)
    element.strings = { ...examplesStrings, renderText: () => '' }
    await edit(element, 1, 'Anna Meyer')
    element.strings = examplesStrings
    await element.updateComplete
    expect(state(element)).to.contain('The table no longer exists.')
  })

  it('asks about rows on which transformations differ; an answer is an example', async () => {
    const { element, source } = await mount()
    await edit(element, 1, 'Anna')
    await waitUntil(() => questions(element).length > 1)
    expect(text(applyButton(element))).to.contain('unchecked')
    const choice = [...element.shadowRoot!.querySelectorAll<HTMLElement>('button.choice')].find(
      (button) => text(button) === 'Jan',
    )
    choice!.click()
    await waitUntil(() => questions(element).length === 0)
    expect(source.requests.at(-1)).to.deep.equal([
      { row: 1, value: 'Anna' },
      { row: 4, value: 'Jan' },
    ])
    expect(text(applyButton(element))).to.equal('Add node')
  })

  it('removes an example, and starts again without examples', async () => {
    const { element } = await mount()
    await edit(element, 2, 'KEN ITO')
    getElement(element, '.side li button[aria-label^=Remove]').click()
    await element.updateComplete
    expect(state(element)).to.contain('Edit one to three cells')
    expect(applyButton(element).disabled).to.equal(true)
    await waitUntil(() => cells(element)[1]?.[0] === 'Ito, Ken')
  })

  it('reports that no transformation fits contradicting examples', async () => {
    const source = createTestExampleSource()
    const { element } = await mount({
      ...source,
      preview: (examples, signal) =>
        source.preview([...examples, { row: 1, value: 'a' }, { row: 1, value: 'b' }], signal),
    })
    await edit(element, 1, 'Anna')
    expect(state(element)).to.contain('No transformation fits')
    expect(applyButton(element).disabled).to.equal(true)
  })

  it('reports the statement for the column, or for a new column with a free name', async () => {
    const { element } = await mount()
    const statements: string[] = []
    element.addEventListener('aw-column-transformed', (event) => statements.push(event.statement))
    await edit(element, 1, 'Anna Meyer')
    applyButton(element).click()
    const [, newColumn] = element.shadowRoot!.querySelectorAll<HTMLInputElement>('input[type=radio]')
    newColumn!.click()
    await element.updateComplete
    const name = getElement(element, 'fieldset input[type=text]') as HTMLInputElement
    expect(name.value).to.equal('name (new)')
    name.value = 'City'
    name.dispatchEvent(new Event('input'))
    await element.updateComplete
    expect(applyButton(element).disabled).to.equal(true)
    expect(text(getElement(element, '[role=alert]'))).to.equal('The table already has a column “City”.')
    name.value = 'full "name"'
    name.dispatchEvent(new Event('input'))
    await element.updateComplete
    applyButton(element).click()
    expect(statements[0]).to.match(/^SELECT \* REPLACE \(.* AS "name"\) FROM input$/)
    expect(statements[1]).to.match(/^SELECT \*, .* AS "full ""name""" FROM input$/)
  })

  it('keeps the table unchanged when an edit is discarded', async () => {
    const { element, source } = await mount()
    const table = tableOf(element)
    table.showCell(0, 'name')
    await table.updateComplete
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => table.shadowRoot!.activeElement?.matches('.cell-editor') === true)
    await sendKeys({ type: 'x' })
    await sendKeys({ press: 'Escape' })
    await table.updateComplete
    expect(table.shadowRoot!.querySelector('.cell-editor')).to.equal(null)
    expect(source.requests).to.deep.equal([])
  })
})
