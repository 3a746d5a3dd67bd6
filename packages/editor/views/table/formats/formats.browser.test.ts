import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { defineElements } from '../../../define-elements.ts'
import { loadLanguage } from '../../../language/languages.ts'
import { createTestSource } from '../../../test-source.ts'
import type { AwDataTable, TableViewEvent } from '../../aw-data-table.ts'
import { waitUntil } from '../../../../../test/wait-until.ts'
import { createColumns } from '../../../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('id BIGINT, state VARCHAR, share DOUBLE, day TIMESTAMP')
const rows = Array.from({ length: 12 }, (_, index) => ({
  id: index + 1,
  state: index % 3 === 0 ? 'failed' : 'done',
  share: index / 10 - 0.2,
  day: Date.UTC(2026, 2, index + 1, 9, 30),
}))

async function mount(): Promise<AwDataTable> {
  const source = createTestSource(columns, rows as never)
  const table = await fixture<AwDataTable>(
    html`<aw-data-table style="width: 800px; height: 420px" .source=${source}></aw-data-table>`,
  )
  await waitUntil(() => getCells(table, 'id').length > 0 && findButton(table, 'Copy as…'))
  return table
}

const findAll = <E extends HTMLElement = HTMLElement>(table: AwDataTable, selector: string): E[] => [
  ...table.shadowRoot!.querySelectorAll<E>(selector),
]
const findButton = (table: AwDataTable, label: string): HTMLElement | undefined =>
  findAll(table, 'button').find((one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label)
const getCells = (table: AwDataTable, column: string): HTMLElement[] => {
  const index = String(columns.findIndex(({ name }) => name === column) + 2)
  return findAll(table, `.row > [aria-colindex="${index}"]`)
    .filter((cell) => cell.parentElement?.style.display !== 'none' && !cell.classList.contains('loading'))
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
}
const getText = (cell: HTMLElement | undefined): string => (cell?.textContent ?? '').replaceAll(/[\u00A0\u202F]/g, ' ')
const findControl = <E extends HTMLElement>(table: AwDataTable, label: string, index = 0): E => {
  const controls = [
    ...findAll(table, '.column-popover label')
      .filter((one) => one.textContent?.trim().startsWith(label))
      .map((one) => one.querySelector<HTMLElement>('select, input')!),
    ...findAll(table, `.column-popover [aria-label="${label}"]`),
  ]
  return controls[index] as E
}
async function choose(table: AwDataTable, label: string, value: string, index = 0): Promise<void> {
  const control = findControl<HTMLSelectElement | HTMLInputElement>(table, label, index)
  control.value = value
  control.dispatchEvent(new Event('input', { bubbles: true }))
  control.dispatchEvent(new Event('change', { bubbles: true }))
  await table.updateComplete
}
async function openFormat(table: AwDataTable, column: string, item = 'Format and color…'): Promise<void> {
  const head = findAll(table, '.head .cell').find((cell) => cell.querySelector('.name')?.textContent === column)
  head!.querySelector<HTMLElement>('.menu-button')!.click()
  await waitUntil(() => findButton(table, item))
  findButton(table, item)!.click()
  await waitUntil(() => table.shadowRoot!.querySelector('.column-popover form'))
}

describe('formats of columns of <aw-data-table>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 760 })
    await resetMouse()
  })

  it('displays numbers in the chosen format immediately, with the exact value in the tooltip', async () => {
    const table = await mount()
    const events: TableViewEvent[] = []
    table.addEventListener('aw-table-view', (event) => events.push(event))
    await openFormat(table, 'share')
    await choose(table, 'Format', 'percent')
    await waitUntil(() => getText(getCells(table, 'share')[3]) === '10%')
    await expect(table).to.be.accessible()
    await choose(table, 'Decimals', '2')
    await waitUntil(() => getText(getCells(table, 'share')[3]) === '10.00%')
    expect(Number(getCells(table, 'share')[3]!.title)).to.be.closeTo(0.1, 1e-9)
    expect(events.at(-1)!.view.formats).to.deep.equal({ share: { number: { style: 'percent', decimals: 2 } } })
    await choose(table, 'Format', 'currency')
    await choose(table, 'Currency code', 'EUR')
    await waitUntil(() => getText(getCells(table, 'share')[3]) === '€0.10')
    findButton(table, 'Clear format')!.click()
    await waitUntil(() => getText(getCells(table, 'share')[3]) === '0.1')
    expect(table.view.formats).to.equal(undefined)
  })

  it('displays dates in the chosen format and language', async () => {
    const table = await mount()
    await openFormat(table, 'day')
    await choose(table, 'Format', 'weekday')
    await waitUntil(() => getText(getCells(table, 'day')[0]).startsWith('Sun, Mar 1, 2026'))
    expect(getCells(table, 'day')[0]!.title).to.equal('2026-03-01 09:30:00')
    table.strings = (await loadLanguage('de')).resultsStrings.table
    await waitUntil(() => getText(getCells(table, 'day')[0]).startsWith('So., 1. März 2026'))
    await waitUntil(() =>
      findAll(table, '.column-popover p').some((text) => text.textContent.startsWith('Kopien, Downloads')),
    )
  })

  it('colors numbers by a scale from the smallest to the largest, with bars', async () => {
    const table = await mount()
    await openFormat(table, 'id')
    await choose(table, 'Color', 'scale')
    await waitUntil(() => getShare(table, 11) === '100%')
    expect(getShare(table, 0)).to.equal('0%')
    await choose(table, 'To', '23')
    await waitUntil(() => getShare(table, 11) === '50%')
    findControl<HTMLInputElement>(table, 'Diverging scale').click()
    await waitUntil(() => getCells(table, 'id')[0]!.style.getPropertyValue('--_strong') === 'var(--_warn)')
    expect(getCells(table, 'id')[11]!.style.getPropertyValue('--_strong')).to.equal('var(--_accent)')
    await expect(table).to.be.accessible()
  })

  it('marks values by rules with a sign and a word, in both themes', async () => {
    const table = await mount()
    await openFormat(table, 'state')
    await choose(table, 'Color', 'rules')
    await choose(table, 'Value', 'done')
    findButton(table, 'Add rule')!.click()
    await table.updateComplete
    await choose(table, 'Value', 'Failed', 1)
    await choose(table, 'Level', 'bad', 1)
    await waitUntil(() => getCells(table, 'state')[0]?.dataset['mark'] === '✕')
    expect(getCells(table, 'state')[1]!.dataset['mark']).to.equal('✓')
    expect(getCells(table, 'state')[0]!.title).to.equal('failed · Bad (is Failed)')
    await expect(table).to.be.accessible()
    table.setAttribute('theme', 'dark')
    // The colors of buttons have a transition.
    await waitUntil(() => getComputedStyle(findButton(table, 'Add rule')!).color === getComputedStyle(table).color)
    await expect(table).to.be.accessible()
    findButton(table, 'Done')!.click()
    await waitUntil(() => !table.shadowRoot!.querySelector('.column-popover'))
    expect(table.shadowRoot!.activeElement?.className).to.equal('scroller')
  })

  it('keeps the format while rows are filtered and reset, and does not load the rows again', async () => {
    const source = createTestSource(columns, rows as never)
    const table = await mount()
    table.source = source
    table.view = { sort: [], filters: [], formats: { share: { number: { style: 'percent', decimals: 0 } } } }
    await waitUntil(() => getText(getCells(table, 'share')[3]) === '10%')
    table.view = { ...table.view, filters: [{ column: 'id', test: 'between', value: '5' }] }
    await waitUntil(() => getText(getCells(table, 'share')[0]) === '20%')
    const { length } = source.queries
    table.view = { ...table.view, formats: { share: { number: { style: 'percent', decimals: 1 } } } }
    await waitUntil(() => getText(getCells(table, 'share')[0]) === '20.0%')
    expect(source.queries.length).to.equal(length)
    findButton(table, 'Reset all')!.click()
    await waitUntil(() => getText(getCells(table, 'share')[0]) === '-20.0%')
    expect(table.view.filters).to.deep.equal([])
  })
})

const getShare = (table: AwDataTable, row: number): string | undefined =>
  getCells(table, 'id')[row]?.style.getPropertyValue('--_share')
