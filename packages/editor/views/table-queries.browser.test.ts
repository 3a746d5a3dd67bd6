import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { click, drag, waitForFrame, pressKeys, getElement } from '../test-pointer.ts'
import { captureDownload } from '../test-download.ts'
import { createTestSource, type RecordingSource } from '../test-source.ts'
import type { AwDataTable, TableViewEvent } from './aw-data-table.ts'
import { indexCellChanges } from './table/cells/cell-changes.ts'
import { createColumns } from '../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('id BIGINT, city VARCHAR, price DOUBLE')
const cities = ['Oslo', 'Bonn', 'Łódź', '東京']
const rows = Array.from({ length: 40 }, (_, index) => ({
  id: index + 1,
  city: index % 9 === 8 ? null : cities[index % 4]!,
  price: ((index * 7) % 40) / 2,
}))

let copied: string[] = []
const settled = async (action?: unknown): Promise<void> => {
  await action
  await waitForFrame()
  await new Promise((resolve) => setTimeout(resolve, 60))
  await waitForFrame()
}

async function mount(source: RecordingSource = createTestSource(columns, rows)): Promise<AwDataTable> {
  const table = await fixture<AwDataTable>(html`<aw-data-table .source=${source}></aw-data-table>`)
  table.style.cssText = 'width: 640px; height: 360px'
  await settled()
  return table
}

const texts = (table: AwDataTable): string[][] =>
  [...(table.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])]
    .filter((row) => row.style.display !== 'none')
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((row) => [...row.children].map((cell) => cell.textContent ?? ''))
const head = (table: AwDataTable, name: string): HTMLElement =>
  [...(table.shadowRoot?.querySelectorAll<HTMLElement>('.head .cell') ?? [])].find(
    (cell) => cell.querySelector('.name')?.textContent === name,
  )!
const button = (table: AwDataTable, label: string): HTMLButtonElement =>
  [...(table.shadowRoot?.querySelectorAll('button') ?? [])].find(
    (one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label,
  )!

describe('queries of <aw-data-table>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    copied = []
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    })
  })

  it('sorts by a press on a header, ascending, descending and unsorted, and keeps row numbers', async () => {
    const table = await mount()
    const views: TableViewEvent[] = []
    table.addEventListener('aw-table-view', (event) => views.push(event))
    await settled(head(table, 'price').querySelector<HTMLElement>('.name')?.click())
    expect(texts(table)[0]).to.deep.equal(['1', '1', 'Oslo', '0'])
    expect(texts(table)[1]?.slice(0, 2)).to.deep.equal(['24', '24'])
    expect(head(table, 'price').getAttribute('aria-sort')).to.equal('ascending')
    await settled(head(table, 'price').querySelector<HTMLElement>('.name')?.click())
    expect(texts(table)[0]?.[3]).to.equal('19.5')
    await settled(head(table, 'price').querySelector<HTMLElement>('.name')?.click())
    expect(
      texts(table)
        .slice(0, 2)
        .map(([number]) => number),
    ).to.deep.equal(['1', '2'])
    expect(views.map(({ view }) => view.sort.map(({ direction }) => direction))).to.deep.equal([
      ['ascending'],
      ['descending'],
      [],
    ])
  })

  it('opens a column’s menu by keyboard, filters, and shows the filter until it is removed', async () => {
    const table = await mount()
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowRight')
    await pressKeys('ArrowUp')
    await settled(pressKeys('Enter'))
    expect(table.shadowRoot?.activeElement?.textContent?.trim()).to.equal('Sort ascending')
    await pressKeys('ArrowDown')
    await pressKeys('ArrowDown')
    await settled(pressKeys('Enter'))
    expect(getElement(table, '.filter h3').textContent).to.equal('city')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'oslo' })
    await settled(sendKeys({ press: 'Enter' }))
    expect(getElement(table, '.status .size').textContent).to.equal('9 of 40 rows')
    expect(
      texts(table)
        .slice(0, 2)
        .map((row) => row.slice(0, 3)),
    ).to.deep.equal([
      ['1', '1', 'Oslo'],
      ['5', '5', 'Oslo'],
    ])
    expect(getElement(table, '.toolbar .chip').textContent).to.contain('city contains oslo')
    await expect(table).to.be.accessible()
    await settled(button(table, 'Remove “city contains oslo”').click())
    expect(getElement(table, '.status .size').textContent).to.equal('40 rows × 3 columns')
    expect(table.shadowRoot?.querySelector('.toolbar')).to.equal(null)
  })

  it('reports invalid filter values, and that no row matches', async () => {
    const table = await mount()
    table.view = { sort: [], filters: [{ column: 'price', test: 'between', value: 'x' }] }
    await settled()
    expect(getElement(table, '[role=alert]').textContent).to.equal(
      'Column price contains numbers, but "x" is not a number.',
    )
    table.view = { sort: [], filters: [{ column: 'price', test: 'between', value: '100' }] }
    await settled()
    expect(getElement(table, '.note').textContent).to.equal('No rows match the filters.')
    expect(table.shadowRoot?.querySelector('[role=alert]')).to.equal(null)
  })

  it('finds cells one after the other, even after sorting', async () => {
    const table = await mount()
    table.view = { sort: [{ column: 'id', direction: 'descending' }], filters: [] }
    await settled()
    getElement(table, '.scroller').focus()
    await settled(pressKeys('Control', 'f'))
    await sendKeys({ type: 'bonn' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await settled()
    expect(getElement(table, '.find [role=status]').textContent?.trim()).to.equal('1 of 9')
    expect(getElement(table, '.status .position').textContent).to.equal('row 38, city')
    await settled(sendKeys({ press: 'Enter' }))
    expect(getElement(table, '.status .position').textContent).to.equal('row 34, city')
    await pressKeys('Shift', 'Enter')
    await settled(pressKeys('Shift', 'Enter'))
    expect(getElement(table, '.find [role=status]').textContent?.trim()).to.equal('9 of 9')
    await sendKeys({ press: 'Escape' })
    expect(table.shadowRoot?.querySelector('.find')).to.equal(null)
  })

  it('copies cells selected by keys or mouse, and complete rows, as tab-separated lines', async () => {
    const table = await mount(
      createTestSource(columns, [
        { id: 1, city: 'a\tb', price: 1.5 },
        { id: 2, city: null, price: 2 },
        { id: 3, city: 'say "x"', price: null },
      ]),
    )
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowRight')
    await pressKeys('Shift', 'ArrowDown')
    await pressKeys('Shift', 'ArrowDown')
    await settled(pressKeys('Shift', 'ArrowRight'))
    expect(table.shadowRoot?.querySelectorAll('.row .selected')).to.have.length(6)
    await settled(pressKeys('Control', 'c'))
    expect(copied).to.deep.equal(['"a\tb"\t1.5\n\t2\n"say ""x"""\t'])
    expect(getElement(table, '.status').textContent).to.contain('6 cells copied')
    const cellBox = (row: number, cell: number): DOMRect =>
      table.shadowRoot!.querySelectorAll('.row')[row]!.children[cell]!.getBoundingClientRect()
    const [from, to] = [cellBox(0, 1), cellBox(1, 2)]
    await drag({ x: from.x + 8, y: from.y + 8 }, { x: to.x + 8, y: to.y + 8 })
    await settled(pressKeys('Control', 'c'))
    expect(copied[1]).to.equal('1\t"a\tb"\n2\t')
    const number = cellBox(1, 0)
    await click({ x: number.x + 8, y: number.y + 8 })
    await settled(pressKeys('Control', 'c'))
    expect(copied[2]).to.equal('2\t\t2')
  })

  it('limits the size of a copy, and reports it', async () => {
    const table = await mount()
    const { source } = table
    table.source = { ...source!, rows: 1_000_000 }
    await settled()
    getElement(table, '.scroller').focus()
    await pressKeys('Control', 'a')
    await settled(pressKeys('Control', 'c'))
    expect(copied).to.deep.equal([])
    expect(getElement(table, '.status').textContent).to.contain('3,000,000 cells are too many to copy')
  })

  it('keeps a pinned column visible, and unpins it', async () => {
    const many = Array.from({ length: 30 }, (_, index): Column => ({ name: `c${index}`, type: 'VARCHAR' }))
    const row = Object.fromEntries(many.map(({ name }) => [name, name]))
    const table = await mount(createTestSource(many, [row, row]))
    await settled(head(table, 'c2').querySelector<HTMLElement>('.menu-button')?.click())
    await settled(button(table, 'Pin column').click())
    expect(texts(table)[0]?.slice(1, 4)).to.deep.equal(['c2', 'c0', 'c1'])
    getElement(table, '.scroller').scrollLeft = 1_200
    await settled()
    const scroller = getElement(table, '.scroller').getBoundingClientRect()
    const cell = table.shadowRoot!.querySelector<HTMLElement>('.row .pinned')!
    expect(cell.textContent).to.equal('c2')
    expect(cell.getBoundingClientRect().left - scroller.left).to.be.below(60)
    expect(head(table, 'c2').getBoundingClientRect().left).to.be.closeTo(cell.getBoundingClientRect().left, 1)
    await settled(head(table, 'c2').querySelector<HTMLElement>('.menu-button')?.click())
    await settled(button(table, 'Unpin column').click())
    getElement(table, '.scroller').scrollLeft = 0
    await settled()
    expect(texts(table)[0]?.slice(1, 4)).to.deep.equal(['c0', 'c1', 'c2'])
  })

  it('opens the detail of a cell by Enter, with formatted JSON, and closes it by Escape', async () => {
    const table = await mount(createTestSource([{ name: 'j', type: 'VARCHAR' }], [{ j: '{"a":[1,2]}' }]))
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await settled(pressKeys('Enter'))
    expect(getElement(table, '.detail pre').textContent).to.equal('{\n  "a": [\n    1,\n    2\n  ]\n}')
    expect(getElement(table, '.detail footer').textContent).to.equal('11 characters')
    await expect(table).to.be.accessible()
    await settled(pressKeys('Escape'))
    expect(table.shadowRoot?.querySelector('.detail')).to.equal(null)
  })

  it('shows the start of a huge cell, with the number of all characters, and copies all', async () => {
    const text = '€'.repeat(1_000_000)
    const table = await mount(createTestSource([{ name: 't', type: 'VARCHAR' }], [{ t: text }]))
    expect(texts(table)[0]?.[1]).to.have.length(10_001)
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await settled(pressKeys('Enter'))
    expect(getElement(table, '.status .value').textContent).to.have.length(10_001)
    expect(getElement(table, '.detail pre').textContent?.trim()).to.have.length(500_001)
    expect(getElement(table, '.detail footer').textContent).to.equal('1,000,000 characters')
    await settled(getElement(table, '.detail header button').click())
    expect(copied.at(-1) === text).to.equal(true)
  })

  it('marks line breaks in a cell, shows the lines in its detail, and copies the original text', async () => {
    const lines = [{ t: 'one\ntwo\r\n\rthree' }, { t: 'alone' }, { t: '\n'.repeat(1_000) }]
    const table = await mount(createTestSource([{ name: 't', type: 'VARCHAR' }], lines))
    expect(texts(table).map((row) => row[1])).to.deep.equal(['one ↵ two ↵  ↵ three', 'alone', ' ↵ '.repeat(29)])
    const marks = (): number[] =>
      [...table.shadowRoot!.querySelectorAll('.row')].map((row) => row.querySelectorAll('.line-mark').length)
    expect(marks()).to.deep.equal([3, 0, 29])
    // Elements of rows are reused.
    await settled(head(table, 't').querySelector<HTMLElement>('.name')?.click())
    expect(texts(table).map((row) => row[1]?.trim().slice(0, 5))).to.deep.equal(['↵  ↵ ', 'alone', 'one ↵'])
    expect(marks().toSorted((a, b) => a - b)).to.deep.equal([0, 3, 29])
    getElement(table, '.scroller').focus()
    for (const _ of lines) await pressKeys('ArrowDown')
    await settled(pressKeys('Control', 'c'))
    expect(copied).to.deep.equal(['"one\ntwo\r\n\rthree"'])
    await settled(pressKeys('Enter'))
    const whole = getElement(table, '.detail pre')
    expect(whole.textContent).to.equal('one\ntwo\r\n\rthree')
    expect(getComputedStyle(whole).whiteSpace).to.equal('pre-wrap')
    await expect(table).to.be.accessible()
  })

  it('marks changed cells, even after sorting, and shows the old value and the reason', async () => {
    const table = await mount()
    table.changes = indexCellChanges([
      { row: 1, column: 'city', before: 'Bon', reason: 'Clusters spellings' },
      { row: 39, column: 'price', before: null },
    ])
    await settled()
    const marked = (): string[] =>
      [...table.shadowRoot!.querySelectorAll('.row .changed')].map(
        (cell) => `${cell.parentElement?.querySelector('.index')?.textContent}: ${cell.textContent}`,
      )
    expect(marked()).to.deep.equal(['2: Bonn'])
    table.view = { sort: [{ column: 'id', direction: 'descending' }], filters: [] }
    await settled()
    expect(marked()).to.deep.equal(['40: 16.5'])
    table.view = { sort: [], filters: [{ column: 'id', test: 'between', value: '2', upTo: '2' }] }
    await settled()
    expect(marked()).to.deep.equal(['2: Bonn'])
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowRight')
    await settled(pressKeys('Enter'))
    expect(getElement(table, '.detail .change').textContent?.replaceAll(/\s+/g, ' ')).to.contain('was Bon')
    expect(getElement(table, '.detail .change').textContent).to.contain('Clusters spellings')
    expect(getElement(table, '.status').textContent).to.contain('2 cells changed')
  })

  it('shows the lineage of a cell, even in a new column, if it is known', async () => {
    const table = await mount()
    const requestedCells: [number, string][] = []
    table.changes = indexCellChanges(
      [{ row: 1, column: 'city', before: 'Bon ', reason: 'Trims.' }],
      async (row, column) => {
        requestedCells.push([row, column])
        if (column === 'price') throw new Error('The table no longer exists.')
        return [
          {
            operation: { op: 'trim', column, reason: 'Blanks stand behind `Bon `.' },
            column,
            row: row + 1,
            before: 'Bon ',
            after: 'Bon',
          },
          {
            operation: {
              op: 'merge-spellings',
              column,
              reason: 'A slip.',
              groups: [{ to: 'Bonn', from: ['Bon'] }],
            },
            column,
            row: row + 1,
            before: 'Bon',
            after: 'Bonn',
          },
        ]
      },
    )
    await settled()
    getElement(table, '.scroller').focus()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowDown')
    await pressKeys('ArrowRight')
    await settled(pressKeys('Enter'))
    const steps = [...table.shadowRoot!.querySelectorAll('.history li')].map((step) =>
      step.textContent?.replaceAll(/\s+/g, ' ').trim(),
    )
    expect(steps).to.have.length(2)
    expect(steps[0]).to.contain('Bon → becomes Bon Blanks stand behind Bon .')
    expect(steps[1]).to.contain('Bon → becomes Bonn A slip.')
    expect(getElement(table, '.detail .change').textContent).to.not.contain('Trims.')
    await expect(table).to.be.accessible()
    await settled(pressKeys('ArrowRight'))
    expect(requestedCells).to.deep.equal([
      [1, 'city'],
      [1, 'price'],
    ])
    expect(table.shadowRoot?.querySelector('.history')).to.equal(null)
  })

  it('downloads the shown rows in their order and without row numbers', async () => {
    const source = createTestSource(columns, rows)
    const table = await mount(source)
    table.label = 'Orders, all'
    expect(table.shadowRoot?.querySelector('aw-download-menu')).to.equal(null)
    table.view = {
      sort: [{ column: 'price', direction: 'descending' }],
      filters: [{ column: 'city', test: 'contains', value: 'oslo' }],
    }
    await settled()
    const menu = getElement(table, 'aw-download-menu')
    expect(menu.shadowRoot?.textContent).to.contain('Download filtered rows')
    const parquet = [...menu.shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      (item) => item.textContent?.trim() === 'Parquet',
    )!
    const { name, content } = await captureDownload(() => parquet.click())
    expect(name).to.equal('Orders-all.parquet')
    const { format, rows: written } = JSON.parse(await content.text()) as {
      format: string
      rows: { city: string; price: number }[]
    }
    expect(format).to.equal('parquet')
    expect(Object.keys(written[0]!)).to.deep.equal(['id', 'city', 'price'])
    expect(new Set(written.map(({ city }) => city))).to.deep.equal(new Set(['Oslo']))
    const prices = written.map(({ price }) => price)
    expect(prices).to.deep.equal([...prices].sort((a, b) => b - a))
    await expect(table).to.be.accessible()
  })

  it('offers no sorting and search if the source does not support them', async () => {
    const { columns: of, rows: count, page } = createTestSource(columns, rows)
    const table = await fixture<AwDataTable>(
      html`<aw-data-table .source=${{ columns: of, rows: count, page }}></aw-data-table>`,
    )
    table.style.cssText = 'width: 640px; height: 360px'
    await settled()
    await settled(head(table, 'price').querySelector<HTMLElement>('.name')?.click())
    expect(head(table, 'price').hasAttribute('aria-sort')).to.equal(false)
    await settled(head(table, 'price').querySelector<HTMLElement>('.menu-button')?.click())
    const items = [...table.shadowRoot!.querySelectorAll('[role=menuitem]')].map((item) => item.textContent?.trim())
    expect(items).to.deep.equal([
      'Format and color…',
      'Hide column',
      'Pin column',
      'Fit width to content',
      'Copy column name',
    ])
  })
})
