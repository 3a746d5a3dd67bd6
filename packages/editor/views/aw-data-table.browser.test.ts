import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { info, ProblemError, type Column } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { createTestSource } from '../test-source.ts'
import { click, drag, waitForFrame, pressKeys, getElement } from '../test-pointer.ts'
import { createTestPage } from '../test-session.ts'
import type { AwDataTable } from './aw-data-table.ts'
import type { TableSource } from './table-source.ts'
import { createColumns } from '../../../test/columns.ts'

defineElements()

const fourColumns: Column[] = createColumns('id BIGINT, name VARCHAR, value DOUBLE, category VARCHAR')

interface Asked {
  source: TableSource
  pages: [offset: number, limit: number][]
}

/** `answers`: resolves when pages may be returned. */
function sourceOf(rows: number, columns: Column[] = fourColumns, answers = Promise.resolve()): Asked {
  const pages: [number, number][] = []
  const page = async (offset: number, limit: number): Promise<Uint8Array> => {
    pages.push([offset, limit])
    await answers
    return createTestPage(columns, rows, offset, limit)
  }
  return { pages, source: { rows, columns, page } }
}

function held(): { answers: Promise<void>; release: () => void } {
  let release = (): void => undefined
  const answers = new Promise<void>((resolve) => (release = resolve))
  return { answers, release }
}

async function mount(source?: TableSource): Promise<AwDataTable> {
  const table = await fixture<AwDataTable>(html`<aw-data-table .source=${source}></aw-data-table>`)
  table.style.cssText = 'width: 600px; height: 360px'
  await settled()
  return table
}

const settled = async (action?: unknown): Promise<void> => {
  await action
  await waitForFrame()
  await new Promise((resolve) => setTimeout(resolve, 60))
  await waitForFrame()
}

const scroller = (table: AwDataTable): HTMLElement => getElement(table, '.scroller')

const rows = (table: AwDataTable): HTMLElement[] =>
  [...(table.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])].filter((row) => row.style.display !== 'none')

/** The visible rows from top to bottom: row number and cells. */
const texts = (table: AwDataTable): string[][] =>
  rows(table)
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((row) =>
      [...row.children]
        .filter((cell) => (cell as HTMLElement).style.display !== 'none')
        .map((cell) => cell.textContent ?? ''),
    )

const isSeen = (table: AwDataTable, row: HTMLElement): boolean => {
  const box = row.getBoundingClientRect()
  const view = scroller(table).getBoundingClientRect()
  return box.top >= view.top + 39 && box.bottom <= view.top + scroller(table).clientHeight + 1
}

describe('<aw-data-table>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
  })

  it('shows the first rows, right-aligned numbers, dimmed nulls, and the size', async () => {
    const table = await mount(sourceOf(1_000).source)
    expect(texts(table)[0]).to.deep.equal(['1', '1', 'name 1', '0', 'category 1'])
    expect(texts(table)[6]).to.deep.equal(['7', '7', 'null', '475.14', 'null'])
    const cell = rows(table)[6]?.children[2]
    expect(cell?.className).to.contain('null')
    const value = rows(table)[1]?.children[3]
    expect(value && getComputedStyle(value).textAlign).to.equal('right')
    expect(getElement(table, '.status').textContent).to.contain('1,000 rows × 4 columns')
    const names = [...(table.shadowRoot?.querySelectorAll('.head .name') ?? [])].map((name) => name.textContent)
    expect(names).to.deep.equal(['id', 'name', 'value', 'category'])
  })

  it('shows the null share and the distribution of values in the header, without moving the names', async () => {
    const { answers, release } = held()
    const { source } = sourceOf(1_000)
    source.getShares = async () => {
      await answers
      return [
        { name: 'name', nullShare: 0.25, bars: [1, 0.5, 0] },
        { name: 'value', nullShare: 0 },
      ]
    }
    const table = await mount(source)
    const listHeaders = (): HTMLElement[] => [...table.shadowRoot!.querySelectorAll<HTMLElement>('.head .cell')]
    const nameTops = (): number[] => listHeaders().map((head) => getElement(head, '.name').getBoundingClientRect().top)
    const topsBefore = nameTops()
    release()
    await waitUntil(() => table.shadowRoot!.querySelectorAll('.head .shares').length === 2)
    expect(nameTops()).to.deep.equal(topsBefore)
    expect(listHeaders()[1]!.title).to.equal('name (text), 25% null')
    expect(listHeaders()[2]!.title).to.equal('value (decimal number)')
    const drawings = listHeaders().map((head) => head.querySelector('.shares'))
    expect(drawings[0]).to.equal(null)
    expect(drawings[1]!.querySelectorAll('rect:not([class])')).to.have.length(3)
    expect(drawings[1]!.querySelector('.nulls')!.getAttribute('width')).to.equal('25')
    expect(drawings[2]!.querySelector('.nulls')).to.equal(null)
    const [head, shares] = [listHeaders()[1]!.getBoundingClientRect(), drawings[1]!.getBoundingClientRect()]
    expect(shares.bottom).to.be.at.most(head.bottom)
    expect(shares.top).to.be.at.least(getElement(listHeaders()[1]!, '.name').getBoundingClientRect().bottom - 3)
  })

  it('requests distributions only after a run', async () => {
    const requests: string[] = []
    const { source } = sourceOf(10)
    let isBusy = true
    Object.defineProperty(source, 'isBusy', { get: () => isBusy })
    source.getShares = async () => {
      requests.push('shares')
      return [{ name: 'name', nullShare: 0.5 }]
    }
    const table = await mount(source)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(requests).to.deep.equal([])
    isBusy = false
    await waitUntil(() => table.shadowRoot!.querySelectorAll('.head .shares').length === 1)
  })

  it('shows every number completely: columns widen for larger ones, and hovering shows the exact value', async () => {
    const columns: Column[] = createColumns('n BIGINT, d DOUBLE')
    const table = await mount(sourceOf(100_000_000, columns).source)
    const cellsOf = (column: number): HTMLElement[] => rows(table).map((row) => row.children[column] as HTMLElement)
    const isComplete = (cell: HTMLElement): boolean => cell.scrollWidth <= cell.clientWidth
    expect(texts(table)[0]).to.deep.equal(['1', '1', '0'])
    scroller(table).focus()
    await settled(pressKeys('Control', 'End'))
    expect(texts(table).at(-1)).to.deep.equal(['100,000,000', '100,000,000', '7,918,999,920.81'])
    expect([...cellsOf(1), ...cellsOf(2)].every(isComplete)).to.equal(true)
    expect(cellsOf(1).map(({ title }) => title)).to.include('100000000')

    // The user makes the column too narrow: marks instead of another number.
    const grip = table.shadowRoot!.querySelector<HTMLElement>('.head .grip')!
    const box = grip.getBoundingClientRect()
    const from = { x: Math.round(box.left + 4), y: Math.round(box.top + 10) }
    await settled(drag(from, { x: from.x - 60, y: from.y }))
    for (const cell of cellsOf(1)) {
      expect(cell.textContent).to.match(/^#+$/)
      expect(isComplete(cell)).to.equal(true)
      expect(cell.title).to.match(/^\d{8,9}$/)
    }
  })

  it('aligns decimals on the decimal separator, and changes no number', async () => {
    const table = await mount(sourceOf(200, [{ name: 'd', type: 'DOUBLE' }]).source)
    const cells = rows(table).map((row) => row.children[1] as HTMLElement)
    expect(cells.slice(0, 4).map((cell) => cell.textContent)).to.deep.equal(['0', '79.19', '158.38', '237.57'])
    expect(cells[10]!.textContent).to.equal('791.9')
    const findIntegerEnd = (cell: HTMLElement): number => {
      const range = document.createRange()
      range.setStart(cell.firstChild!, 0)
      range.setEnd(cell.firstChild!, cell.textContent.split('.')[0]!.length)
      return Math.round(range.getBoundingClientRect().right)
    }
    expect(new Set(cells.map(findIntegerEnd)).size).to.equal(1)
    expect(cells.every((cell) => cell.scrollWidth <= cell.clientWidth)).to.equal(true)
  })

  it('groups four digits like the longer numbers of their column', async () => {
    const table = await mount(createTestSource([{ name: 'n', type: 'DOUBLE' }], [{ n: 1180 }, { n: 16_640 }]))
    expect(texts(table).map(([, cell]) => cell)).to.deep.equal(['1,180', '16,640'])
  })

  it('scrolls to the last of 1,000,000 rows and back to the first', async () => {
    const { source, pages } = sourceOf(1_000_000)
    const table = await mount(source)
    const box = scroller(table)
    box.scrollTop = box.scrollHeight
    await settled()
    const last = rows(table).find((row) => row.getAttribute('aria-rowindex') === '1000001')
    expect(last && isSeen(table, last)).to.equal(true)
    expect(texts(table).at(-1)?.slice(0, 2)).to.deep.equal(['1,000,000', '1,000,000'])
    expect(rows(table).length).to.be.below(40)
    expect(pages.every(([, limit]) => limit <= 256)).to.equal(true)
    box.scrollTop = 0
    await settled()
    expect(texts(table)[0]?.[0]).to.equal('1')
  })

  it('scrolls ten million rows one by one, by wheel and keys', async () => {
    const table = await mount(sourceOf(10_000_000).source)
    const box = scroller(table)
    expect(box.scrollHeight).to.be.below(8_100_000)
    box.focus()
    await settled(pressKeys('Control', 'End'))
    expect(texts(table).at(-1)?.[0]).to.equal('10,000,000')
    await settled(sendKeys({ press: 'ArrowUp' }))
    expect(getElement(table, '.status .position').textContent).to.equal('row 9,999,999, category')
    await pressKeys('Control', 'Home')
    await settled(box.dispatchEvent(new WheelEvent('wheel', { deltaY: 28 * 3, cancelable: true, bubbles: true })))
    const first = rows(table)
      .filter((row) => isSeen(table, row))
      .map((row) => Number(row.getAttribute('aria-rowindex')) - 1)
    expect(Math.min(...first)).to.equal(4)
  })

  it('requests only the pages that are visible when scrolling ends', async () => {
    const { answers, release } = held()
    const { source, pages } = sourceOf(1_000_000, fourColumns, answers)
    const table = await mount(source)
    const box = scroller(table)
    for (let step = 1; step <= 60; step++) {
      box.scrollTop = step * 100_000
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    // Sixty positions were passed; two pages are requested at a time.
    expect(pages).to.have.length(2)
    release()
    await waitUntil(() => (texts(table)[0]?.[1] ?? '') !== '', 'rows come')
    expect(pages.length).to.be.below(8)
  })

  it('shows placeholders while a page is loading', async () => {
    const { answers, release } = held()
    const { source } = sourceOf(5_000, fourColumns, answers)
    const table = await mount(source)
    expect(rows(table)[0]?.querySelectorAll('.loading')).to.have.length(4)
    release()
    await waitUntil(() => texts(table)[0]?.[2] === 'name 1', 'rows come')
  })

  it('says why rows are not available in their place, without placeholders', async () => {
    const cause = new ProblemError(info('server.intermediate-table', {}))
    const table = await mount({ ...sourceOf(5_000).source, page: () => Promise.reject(cause) })
    await waitUntil(() => table.shadowRoot?.querySelector('.note'), 'a note comes')
    expect(getElement(table, '.note').textContent).to.contain('not available')
    expect(getElement(table, '.status').textContent).not.to.contain('not available')
    const placeholder = rows(table)[0]?.querySelector('.loading')
    expect(getComputedStyle(placeholder!, '::before').display).to.equal('none')
    expect(getComputedStyle(getElement(table, '.note')).backgroundColor, 'covers the row numbers').not.to.equal(
      'rgba(0, 0, 0, 0)',
    )
  })

  it('updates a bounded number of elements per scroll step anywhere in a million rows', async () => {
    const table = await mount(sourceOf(1_000_000).source)
    const box = scroller(table)
    for (let step = 0; step < 40; step++) {
      box.scrollTop = (step * box.scrollHeight) / 40
      await waitForFrame()
      expect(rows(table).length).to.be.below(40)
    }
    expect(table.shadowRoot?.querySelectorAll('*').length).to.be.below(400)
  })

  it('renders only the visible ones of 300 columns, and reaches the last by End', async () => {
    const columns = Array.from({ length: 300 }, (_, index): Column => ({
      name: `column ${index + 1}`,
      type: 'VARCHAR',
    }))
    const table = await mount(sourceOf(500, columns).source)
    expect(rows(table)[0]?.children.length).to.be.below(14)
    scroller(table).focus()
    await sendKeys({ press: 'ArrowDown' })
    await settled(sendKeys({ press: 'End' }))
    expect(getElement(table, '.status .position').textContent).to.equal('row 1, column 300')
    const names = [...(table.shadowRoot?.querySelectorAll('.head .name') ?? [])].map((name) => name.textContent)
    expect(names.at(-1)).to.equal('column 300')
    const current = getElement(table, '#current').getBoundingClientRect()
    expect(current.right).to.be.at.most(scroller(table).getBoundingClientRect().right + 1)
    expect(getElement(table, '#current').textContent).to.equal('column 300 1')
  })

  it('is a grid for screen readers: counts, indices, and the current cell', async () => {
    const table = await mount(sourceOf(1_000).source)
    const grid = scroller(table)
    expect(grid.getAttribute('aria-rowcount')).to.equal('1001')
    expect(grid.getAttribute('aria-colcount')).to.equal('5')
    grid.focus()
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await settled(sendKeys({ press: 'ArrowRight' }))
    expect(grid.getAttribute('aria-activedescendant')).to.equal('current')
    const current = getElement(table, '#current')
    expect(current.getAttribute('aria-colindex')).to.equal('3')
    expect(current.parentElement?.getAttribute('aria-rowindex')).to.equal('3')
    expect(current.textContent).to.equal('name 2')
    await settled(sendKeys({ press: 'PageDown' }))
    const row = Number(getElement(table, '#current').parentElement?.getAttribute('aria-rowindex'))
    expect(row).to.be.greaterThan(10)
    await expect(table).to.be.accessible()
  })

  it('makes a clicked cell the current one and shows its complete text', async () => {
    const table = await mount(sourceOf(1_000).source)
    const cell = rows(table)[2]?.children[4]
    const box = cell?.getBoundingClientRect()
    await settled(click({ x: (box?.left ?? 0) + 20, y: (box?.top ?? 0) + 12 }))
    expect(getElement(table, '.status .position').textContent).to.equal('row 3, category')
    expect(getElement(table, '.status .value').textContent).to.equal('category 3')
  })

  it('resizes a column by dragging its edge', async () => {
    const table = await mount(sourceOf(100).source)
    const head = getElement(table, '.head .cell:nth-of-type(1)')
    const before = head.getBoundingClientRect().width
    const grip = getElement(table, '.head .grip').getBoundingClientRect()
    const from = { x: grip.left + 4, y: grip.top + 10 }
    await settled(drag(from, { x: from.x + 50, y: from.y }))
    expect(head.getBoundingClientRect().width - before).to.be.closeTo(50, 2)
    const first = rows(table)[0]?.children[1]?.getBoundingClientRect().width
    expect(first).to.be.closeTo(before + 50, 2)
  })

  it('explains why rows could not be read, and retries on request', async () => {
    let broken = true
    const good = sourceOf(100).source
    const source: TableSource = {
      ...good,
      page: (offset, limit) =>
        broken ? Promise.reject(new Error('The table no longer exists.')) : good.page(offset, limit),
    }
    const table = await mount(source)
    expect(getElement(table, '[role=alert]').textContent).to.equal(
      'The rows could not be read: The table no longer exists.',
    )
    broken = false
    await settled(getElement(table, '.status button').click())
    expect(texts(table)[0]?.[2]).to.equal('name 1')
    expect(table.shadowRoot?.querySelector('[role=alert]')).to.equal(null)
  })

  it('starts over with another source, and explains a missing source and missing rows', async () => {
    const table = await mount(sourceOf(1_000_000).source)
    scroller(table).scrollTop = 4_000_000
    await settled()
    table.source = sourceOf(3).source
    await settled()
    expect(texts(table)).to.have.length(3)
    expect(texts(table)[0]?.[0]).to.equal('1')
    table.source = sourceOf(0).source
    await settled()
    expect(getElement(table, '.note').textContent).to.equal('This table has no rows.')
    expect(rows(table)).to.have.length(0)
    table.source = undefined
    await settled()
    expect(getElement(table, '.note').textContent).to.contain('Run the workflow')
  })
})
