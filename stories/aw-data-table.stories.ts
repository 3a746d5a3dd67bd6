import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwDataTable } from '@aw-flow/editor'
import type { Column } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { testPage } from '../packages/editor/test-session.ts'
import { box, inside, shown } from './shown.ts'

const meta: Meta = { title: 'Data table', component: 'aw-data-table' }
export default meta

const columns: Column[] = [
  { name: 'id', type: 'BIGINT' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'category', type: 'VARCHAR' },
]

const table = (rows: number, of: Column[] = columns): HTMLElement => {
  const element = document.createElement('aw-data-table')
  element.source = {
    rows,
    columns: of,
    page: (offset, limit) => Promise.resolve(testPage(of, rows, offset, limit)),
  }
  element.style.display = 'flex'
  return box('100%', 480, element)
}

export const TenMillionRows: StoryObj = {
  render: () => table(10_000_000),
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataTable>(canvasElement, 'aw-data-table')
    const grid = await shown(inside(element), '[role=grid]')
    grid.focus()
    await userEvent.keyboard('{Control>}{End}{/Control}')
    await waitFor(() => expect(inside(element).textContent).toContain('name 10000000'))
  },
}

export const ManyColumns: StoryObj = {
  render: () =>
    table(
      2_000,
      Array.from({ length: 300 }, (_, index) => ({
        name: `column ${index + 1}`,
        type: index % 3 ? 'VARCHAR' : 'DOUBLE',
      })),
    ),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-data-table')
    await waitFor(() => expect(inside(element).textContent).toContain('2,000 rows × 300 columns'))
  },
}

export const NoRows: StoryObj = {
  render: () => table(0),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-data-table')
    await expect(inside(element).textContent).toContain('This table has no rows.')
  },
}
