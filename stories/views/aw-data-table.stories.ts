import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { indexCellChanges, type AwDataTable } from '@aw-flow/editor'
import type { Column } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { createTestPage } from '../../packages/editor/test-session.ts'
import { createTestSource } from '../../packages/editor/test-source.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'

const meta: Meta = { title: 'Data table', component: 'aw-data-table' }
export default meta

const columns: Column[] = [
  { name: 'id', type: 'BIGINT' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'category', type: 'VARCHAR' },
]

const createTable = (rows: number, tableColumns: Column[] = columns): HTMLElement => {
  const element = document.createElement('aw-data-table')
  element.source = {
    rows,
    columns: tableColumns,
    page: (offset, limit) => Promise.resolve(createTestPage(tableColumns, rows, offset, limit)),
  }
  element.style.display = 'flex'
  return setSize('100%', 480, element)
}

export const TenMillionRows: StoryObj = {
  render: () => createTable(10_000_000),
  play: checkElement(async (root) => {
    const grid = await waitForElement(root, '[role=grid]')
    grid.focus()
    await userEvent.keyboard('{Control>}{End}{/Control}')
    await waitFor(() => expect(root.textContent).toContain('name 10000000'))
  }),
}

export const ManyColumns: StoryObj = {
  render: () =>
    createTable(
      2_000,
      Array.from({ length: 300 }, (_, index) => ({
        name: `column ${index + 1}`,
        type: index % 3 ? 'VARCHAR' : 'DOUBLE',
      })),
    ),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('2,000 rows × 300 columns'))),
}

export const NoRows: StoryObj = {
  render: () => createTable(0),
  play: checkElement((root) => expect(root.textContent).toContain('This table has no rows.')),
}

const towns = ['Oslo', 'Bonn', 'Łódź', '東京']
const createTownTable = (rows = 200): AwDataTable => {
  const tableColumns: Column[] = [
    { name: 'id', type: 'BIGINT' },
    { name: 'town', type: 'VARCHAR' },
    { name: 'price', type: 'DOUBLE' },
    { name: 'note', type: 'VARCHAR' },
  ]
  const element = document.createElement('aw-data-table')
  element.source = createTestSource(
    tableColumns,
    Array.from({ length: rows }, (_, index) => ({
      id: index + 1,
      town: index % 9 === 8 ? null : towns[index % 4]!,
      price: ((index * 37) % 400) / 4,
      note: index % 5 === 0 ? `{"seen": [${index}, ${index + 1}], "by": "Ada"}` : `note ${index}`,
    })),
  )
  element.style.display = 'flex'
  return element
}

export const AMillionRows: StoryObj = {
  render: () => createTable(1_000_000),
  play: checkElement(async (root) => {
    const grid = await waitForElement(root, '[role=grid]')
    grid.focus()
    await userEvent.keyboard('{Control>}{End}{/Control}')
    await waitFor(() => expect(root.textContent).toContain('name 1000000'))
    await expect(root.querySelectorAll('.row').length).toBeLessThan(60)
  }),
}

export const SortedAndFiltered: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.view = {
      sort: [{ column: 'price', direction: 'descending' }],
      filters: [{ column: 'town', test: 'contains', value: 'bonn' }],
    }
    return setSize('100%', 420, element)
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('town contains bonn'))
    await waitFor(() => expect(root.querySelector('.status')?.textContent).toMatch(/ of 200 rows/))
  }),
}

export const FilteredByValues: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.insertable = true
    element.view = { sort: [], filters: [{ column: 'town', test: 'one-of', values: ['Bonn', null] }], hidden: ['note'] }
    return setSize('100%', 480, element)
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelector('.size')?.textContent).toBe('66 of 200 rows'))
    const chip = await waitForElement(root, '.chip .text')
    await userEvent.click(chip)
    await waitFor(() => expect(root.querySelectorAll('.values input:checked')).toHaveLength(2))
  }),
}

export const Grouped: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.insertable = true
    element.view = {
      sort: [{ column: 'count', direction: 'descending' }],
      filters: [],
      groups: {
        by: ['town'],
        measures: [
          { function: 'count', column: '' },
          { function: 'mean', column: 'price' },
        ],
      },
    }
    return setSize('100%', 480, element)
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('mean_price'))
    const chip = await waitForElement(root, '.chip button.text')
    await userEvent.click(chip)
    await waitFor(() => expect(root.querySelectorAll('.groups .part')).toHaveLength(3))
  }),
}

export const FormatsAndColors: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.view = {
      sort: [],
      filters: [],
      formats: {
        id: { colors: { kind: 'scale', min: 1, max: 200 } },
        town: {
          colors: {
            kind: 'rules',
            rules: [
              { test: 'equals', value: 'Oslo', level: 'good' },
              { test: 'equals', value: 'Bonn', level: 'bad' },
            ],
          },
        },
        price: {
          number: { style: 'currency', currency: 'EUR' },
          colors: { kind: 'scale', min: 0, max: 100, middle: 50 },
        },
      },
    }
    return setSize('100%', 480, element)
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelectorAll('.cell[data-mark="✓"]').length).toBeGreaterThan(1))
    await waitFor(() => expect(root.textContent).toContain('€9.25'))
    const menu = await waitForElement(root, '[aria-label="Column menu: price"]')
    await userEvent.click(menu)
    await waitFor(() => expect(root.textContent).toContain('Format and color…'))
    const item = [...root.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      ({ textContent }) => textContent.trim() === 'Format and color…',
    )
    await userEvent.click(item!)
    await waitForElement(root, '.column-popover form')
  }),
}

export const ChangedCells: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.changes = indexCellChanges(
      [
        { row: 1, column: 'town', before: 'bonn ', reason: 'Trims spaces and merges spellings' },
        { row: 3, column: 'price', before: '27,75', reason: 'Reads numbers with a decimal comma' },
        { row: 6, column: 'town', before: null, reason: 'Fills nulls with the most frequent value' },
      ],
      async (row, column) => {
        const step = { column, row: row + 1 }
        return [
          {
            ...step,
            operation: { op: 'trim', column, reason: '41 values end in a space.' },
            before: 'bonn ',
            after: 'bonn',
          },
          {
            ...step,
            operation: {
              op: 'merge-spellings',
              column,
              groups: [{ to: 'Bonn', from: ['bonn'] }],
              reason: '`bonn` occurs once, `Bonn` 49 times. This merges spellings.',
            },
            before: 'bonn',
            after: 'Bonn',
          },
        ]
      },
    )
    return setSize('100%', 420, element)
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelectorAll('.cell.changed')).toHaveLength(3))
    const grid = await waitForElement(root, '[role=grid]')
    grid.focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{Enter}')
    await waitFor(() => expect(root.querySelector('.detail')?.textContent).toContain('merges spellings'))
  }),
}

export const Find: StoryObj = {
  render: () => setSize('100%', 420, createTownTable()),
  play: checkElement(async (root) => {
    const grid = await waitForElement(root, '[role=grid]')
    grid.focus()
    await userEvent.keyboard('{Control>}f{/Control}')
    const search = await waitForElement<HTMLInputElement>(root, '.find input')
    await userEvent.type(search, 'note 42')
    await waitFor(() => expect(root.querySelector('.find')?.textContent).toContain('1 of 1'))
  }),
}

export const Loading: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.source = { ...element.source!, page: () => new Promise(() => undefined) }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelectorAll('.cell.loading').length).toBeGreaterThan(10)),
  ),
}

export const Failed: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.source = { ...element.source!, page: () => Promise.reject(new Error('The table no longer exists.')) }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('The table no longer exists.')),
  ),
}

export const Dark: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.setAttribute('theme', 'dark')
    return setSize('100%', 320, element)
  },
  play: checkElement<AwDataTable>((_, element) =>
    expect(getComputedStyle(element).backgroundColor).toBe('rgb(23, 27, 33)'),
  ),
}

export const NarrowRightToLeft: StoryObj = {
  render: () => {
    const element = createTownTable()
    element.dir = 'rtl'
    element.view = { sort: [], filters: [{ column: 'id', test: 'between', value: '3', upTo: '9' }] }
    return setSize(360, 420, element)
  },
  play: checkElement((root) => waitFor(() => expect(root.querySelector('.size')?.textContent).toBe('7 of 200 rows'))),
}
