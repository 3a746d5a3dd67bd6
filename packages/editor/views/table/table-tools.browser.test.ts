import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import { createTestSource, type RecordingSource } from '../../test-source.ts'
import type { AwDataTable, ViewNodesEvent } from '../aw-data-table.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('id BIGINT, city VARCHAR, price DOUBLE')
const cities = ['Oslo', 'Bonn', 'Łódź']
const rows = Array.from({ length: 24 }, (_, index) => ({
  id: index + 1,
  city: index % 8 === 7 ? null : cities[index % 3]!,
  price: index % 4,
}))

let copied: string[] = []

async function mount(source: RecordingSource = createTestSource(columns, rows)): Promise<AwDataTable> {
  const table = await fixture<AwDataTable>(
    html`<aw-data-table style="width: 700px; height: 420px" insertable .source=${source}></aw-data-table>`,
  )
  await waitUntil(() => texts(table).length > 0 && button(table, 'Copy as…'))
  return table
}

const findAll = (table: AwDataTable, selector: string): HTMLElement[] => [
  ...table.shadowRoot!.querySelectorAll<HTMLElement>(selector),
]
const texts = (table: AwDataTable): string[][] =>
  findAll(table, '.row')
    .filter((row) => row.style.display !== 'none' && !row.querySelector('.loading'))
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((row) => [...row.children].filter((cell) => (cell as HTMLElement).style.display !== 'none').map((cell) => cell.textContent)) // oxfmt-ignore
const getNames = (table: AwDataTable): string[] => findAll(table, '.head .name').map((name) => name.textContent)
const getSize = (table: AwDataTable): string => getElement(table, '.status .size').textContent
const getChips = (table: AwDataTable): string[] => findAll(table, '.chip .text').map((chip) => chip.textContent.trim())
const button = (table: AwDataTable, label: string): HTMLElement | undefined =>
  findAll(table, 'button').find((one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label)

async function chooseInMenu(table: AwDataTable, column: string, item: string): Promise<void> {
  const head = findAll(table, '.head .cell').find((cell) => cell.querySelector('.name')?.textContent === column)
  head!.querySelector<HTMLElement>('.menu-button')!.click()
  await waitUntil(() => button(table, item))
  button(table, item)!.click()
  await table.updateComplete
}

describe('the header of a sort column of <aw-data-table>', () => {
  it('shows the complete name, and the rank among several sort columns', async () => {
    const names = ['quantity', 'order_region_name']
    const source = createTestSource(
      names.map((name) => ({ name, type: 'VARCHAR' })),
      [{ quantity: 'a', order_region_name: 'b' }],
    )
    const table = await mount(source)
    const [first, second] = findAll(table, '.head .name') as [HTMLElement, HTMLElement]
    first.click()
    await waitUntil(() => findAll(table, '.head .direction').length === 1)
    second.dispatchEvent(new MouseEvent('click', { shiftKey: true }))
    await waitUntil(() => findAll(table, '.head .direction').length === 2)
    for (const name of findAll(table, '.head .name')) expect(name.scrollWidth).to.be.at.most(name.clientWidth)
    expect(findAll(table, '.head .direction').map((mark) => mark.textContent.trim())).to.deep.equal(['1', '2'])
  })
})

describe('pinned columns of <aw-data-table>', () => {
  it('are part of the view, so they are kept when the table is displayed again', async () => {
    const source = createTestSource(columns, rows)
    const table = await mount(source)
    await chooseInMenu(table, 'price', 'Pin column')
    await waitUntil(() => getNames(table)[0] === 'price')
    const other = await mount(source)
    other.view = table.view
    await waitUntil(() => getNames(other).join() === 'price,id,city')
    await chooseInMenu(other, 'price', 'Unpin column')
    await waitUntil(() => getNames(other).join() === 'id,city,price')
  })
})

describe('the tools of <aw-data-table>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 760 })
    await resetMouse()
    copied = []
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    })
  })

  it('filters by the values that are ticked in a list with counts, and changes the filter at its chip', async () => {
    const source = createTestSource(columns, rows)
    const table = await mount(source)
    await chooseInMenu(table, 'city', 'Filter by value…')
    await waitUntil(() => findAll(table, '.values li').length === 4)
    expect(findAll(table, '.values li').map((item) => item.textContent.replaceAll(/\s+/g, ' ').trim())).to.deep.equal([
      'Bonn7',
      'Oslo7',
      'Łódź7',
      'null3',
    ])
    await expect(table).to.be.accessible()
    findAll(table, '.values input')[1]!.click()
    findAll(table, '.values input')[3]!.click()
    await table.updateComplete
    button(table, 'Filter')!.click()
    await waitUntil(() => getSize(table) === '10 of 24 rows')
    expect(getChips(table)).to.deep.equal(['city is Oslo or null'])
    expect(source.queries.at(-1)).to.deep.include({
      filters: [{ column: 'city', test: 'one-of', values: ['Oslo', null] }],
    })
    findAll(table, '.chip .text')[0]!.click()
    await waitUntil(() => findAll(table, '.values input:checked').length === 2)
    await sendKeys({ type: 'bon' })
    await waitUntil(() => findAll(table, '.values li').length === 1)
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Space' })
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => getSize(table) === '17 of 24 rows')
    button(table, 'Reset all')!.click()
    await waitUntil(() => getSize(table) === '24 rows × 3 columns')
    expect(table.shadowRoot!.querySelector('.toolbar')).to.equal(null)
  })

  it('sorts by several columns from the menu, by keyboard', async () => {
    const table = await mount()
    await chooseInMenu(table, 'price', 'Sort descending')
    await waitUntil(() => texts(table)[0]?.[3] === '3')
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowUp')
    await pressKeys('Enter')
    await waitUntil(() => button(table, 'Then sort descending'))
    await pressKeys('End')
    for (const _ of Array.from({ length: 30 })) {
      if (table.shadowRoot?.activeElement?.textContent?.trim() === 'Then sort descending') break
      await pressKeys('ArrowUp')
    }
    await pressKeys('Enter')
    await waitUntil(() => texts(table)[0]?.[1] === '24')
    expect(table.view.sort).to.deep.equal([
      { column: 'price', direction: 'descending' },
      { column: 'id', direction: 'descending' },
    ])
    expect(getChips(table)).to.deep.equal(['Sorted by price, id'])
  })

  it('hides columns and shows them again', async () => {
    const table = await mount()
    await chooseInMenu(table, 'city', 'Hide column')
    await waitUntil(() => getNames(table).join() === 'id,price')
    await waitUntil(() => texts(table)[1]?.join() === '2,2,1')
    expect(getChips(table)).to.deep.equal(['1 column hidden'])
    findAll(table, '.chip .text')[0]!.click()
    await waitUntil(() => button(table, 'city'))
    button(table, 'city')!.click()
    await waitUntil(() => getNames(table).join() === 'id,city,price')
    await waitUntil(() => texts(table)[1]?.join() === '2,2,Bonn,1')
  })

  it('shows the statistics of the filtered rows', async () => {
    const table = await mount()
    table.view = { sort: [], filters: [{ column: 'price', test: 'between', value: '3' }] }
    await waitUntil(() => getSize(table) === '6 of 24 rows')
    await chooseInMenu(table, 'city', 'Statistics…')
    await waitUntil(() => findAll(table, '.statistics div').length === 3)
    expect(findAll(table, '.statistics div').map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim())).to.deep.equal([
      'Rows 6',
      'Nulls 3 (50%)',
      'Distinct values 3',
    ]) // oxfmt-ignore
    await expect(table).to.be.accessible()
    await pressKeys('Escape')
    await waitUntil(() => findAll(table, '.statistics').length === 0)
  })

  it('separates the thousands of counts as beside the table, but not of values such as years', async () => {
    const years = Array.from({ length: 1204 }, (_, index) => ({ year: 800 + index }))
    const table = await mount(createTestSource([{ name: 'year', type: 'BIGINT' }], years))
    await chooseInMenu(table, 'year', 'Statistics…')
    await waitUntil(() => findAll(table, '.statistics div').length > 0)
    const lines = findAll(table, '.statistics div').map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim())
    expect(lines).to.include.members(['Rows 1,204', 'Distinct values 1,204', 'Maximum 2003'])
  })

  it('groups rows, computes values, sorts the groups, and returns to the rows', async () => {
    const table = await mount()
    await chooseInMenu(table, 'city', 'Group by this column')
    await waitUntil(() => getNames(table).join() === 'city,count')
    await waitUntil(() => texts(table).join(' ') === '1,Oslo,7 2,Bonn,7 3,Łódź,7 4,null,3')
    findAll(table, '.chip .text')[0]!.click()
    await waitUntil(() => button(table, 'Add calculation'))
    button(table, 'Add calculation')!.click()
    await table.updateComplete
    await expect(table).to.be.accessible()
    button(table, 'Apply')!.click()
    await waitUntil(() => getNames(table).join() === 'city,count,mean_price')
    await chooseInMenu(table, 'mean_price', 'Sort descending')
    await waitUntil(() => texts(table)[0]?.[1] === 'null')
    expect(texts(table)[0]).to.deep.equal(['4', 'null', '3', '3'])
    expect(getSize(table)).to.equal('4 rows × 3 columns')
    button(table, 'Remove “Grouped by city”')!.click()
    await waitUntil(() => getNames(table).join() === 'id,city,price')
    await waitUntil(() => texts(table)[1]?.join() === '2,2,Bonn,1')
  })

  it('copies the displayed or the selected cells as CSV, Markdown and JSON', async () => {
    const table = await mount(
      createTestSource(columns, [
        { id: 1, city: 'a,b', price: 1.5 },
        { id: 2, city: null, price: 2 },
        { id: 3, city: 'x|y', price: null },
      ]),
    )
    const copyAs = async (format: string): Promise<string> => {
      const count = copied.length
      button(table, 'Copy as…')!.click()
      await waitUntil(() => button(table, format))
      button(table, format)!.click()
      await waitUntil(() => copied.length > count)
      return copied.at(-1)!
    }
    expect(await copyAs('CSV')).to.equal('id,city,price\n1,"a,b",1.5\n2,,2\n3,x|y,')
    expect(await copyAs('Markdown')).to.equal(
      '| id | city | price |\n| ---: | --- | ---: |\n| 1 | a,b | 1.5 |\n| 2 |  | 2 |\n| 3 | x\\|y |  |',
    )
    expect(JSON.parse(await copyAs('JSON'))).to.deep.equal([
      { id: 1, city: 'a,b', price: 1.5 },
      { id: 2, city: null, price: 2 },
      { id: 3, city: 'x|y', price: null },
    ])
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('Shift', 'ArrowRight')
    expect(await copyAs('CSV')).to.equal('id,city\n1,"a,b"')
  })

  it('offers the view as nodes, with a message in the language of the table', async () => {
    const table = await mount()
    table.strings = (await loadLanguage('de')).resultsStrings.table
    table.view = { sort: [{ column: 'id', direction: 'descending' }], filters: [] }
    await waitUntil(() => button(table, 'Als Knoten hinzufügen'))
    const events: ViewNodesEvent[] = []
    table.addEventListener('aw-view-nodes', (event) => events.push(event))
    button(table, 'Als Knoten hinzufügen')!.click()
    expect(events.map(({ view }) => view)).to.deep.equal([table.view])
    expect(events[0]!.describe(['A', 'B'])).to.equal('Zum Ablauf hinzugefügt: A und B')
    expect(button(table, 'Alles zurücksetzen')).not.to.equal(undefined)
  })
})
