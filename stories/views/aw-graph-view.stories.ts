import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwGraphView } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { testSource, type TestRow } from '../../packages/editor/test-source.ts'
import { box, inside, shown } from '../shown.ts'

const meta: Meta = { title: 'Graph view', component: 'aw-graph-view' }
export default meta

const column = (name: string, type = 'VARCHAR') => ({ name, type })
const groups = ['north', 'south', 'west']

/** Three groups around linked hubs; deterministic. */
function villages(people: number): { links: TestRow[]; points: TestRow[] } {
  const points = Array.from({ length: people }, (_, index) => ({
    id: `p${index}`,
    label: `Person ${index}`,
    group: groups[index % 3]!,
    age: 20 + ((index * 7) % 50),
  }))
  const links = points.flatMap(({ id }, index) => [
    ...(index >= 3
      ? [{ source: id, target: `p${index % 3}`, weight: 1 }]
      : [{ source: id, target: `p${(index + 1) % 3}`, weight: 4 }]),
    ...(index % 4 === 0 && index > 6 ? [{ source: id, target: `p${index - 6}`, weight: 2 }] : []),
  ])
  return { links, points }
}
const pointColumns = [column('id'), column('label'), column('group'), column('age', 'BIGINT')]
const linkColumns = [column('source'), column('target'), column('weight', 'DOUBLE')]

const graph = (more: Partial<AwGraphView> = {}, people = 60): AwGraphView => {
  const { links, points } = villages(people)
  const element = document.createElement('aw-graph-view')
  Object.assign(element, {
    links: testSource(linkColumns, links),
    points: testSource(pointColumns, points),
    simulate: false,
    ...more,
  })
  element.style.display = 'flex'
  return element
}
const drawn = async (canvasElement: HTMLElement): Promise<ShadowRoot> => {
  const element = await shown<AwGraphView>(canvasElement, 'aw-graph-view')
  const root = inside(element)
  // Without WebGL, the tables are shown immediately.
  await waitFor(() => expect(root.querySelector('.labels span, aw-data-table')).not.toBeNull(), { timeout: 20_000 })
  return root
}

export const PointsAndLinks: StoryObj = {
  render: () => box('100%', 520, graph()),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('.status')?.textContent).toContain('60 points')
    const search = await shown<HTMLInputElement>(root, '.search input')
    await userEvent.type(search, 'person 7{Enter}')
    await waitFor(() => expect(root.querySelector('.one strong')?.textContent).toBe('Person 7'))
  },
}

export const ColouredByNumbers: StoryObj = {
  render: () => box('100%', 520, graph({ spec: { color: 'age', size: 'age' } })),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('.legend .ramp')).not.toBeNull()
  },
}

export const OnlyLinks: StoryObj = {
  render: () => box('100%', 520, graph({ points: undefined })),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('.status')?.textContent).toContain('60 points')
  },
}

export const Dark: StoryObj = {
  render: () => {
    const element = graph()
    element.setAttribute('theme', 'dark')
    return box('100%', 520, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const swatch = root.querySelector<HTMLElement>('.swatch')
    await expect(swatch && getComputedStyle(swatch).backgroundColor).toBe('rgb(141, 162, 255)')
  },
}

export const Narrow: StoryObj = {
  render: () => box(360, 640, graph()),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const [stage, side] = ['.stage', '.side'].map((one) => root.querySelector(one)!.getBoundingClientRect())
    await expect(side!.top).toBeGreaterThanOrEqual(stage!.bottom)
  },
}

export const RightToLeft: StoryObj = {
  render: () => {
    const element = graph()
    element.dir = 'rtl'
    return box('100%', 520, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const [stage, side] = ['.stage', '.side'].map((one) => root.querySelector(one)!.getBoundingClientRect())
    await expect(side!.right).toBeLessThanOrEqual(stage!.left + 1)
  },
}

export const WithoutWebgl: StoryObj = {
  render: () => box('100%', 420, graph({ gpu: 'none' })),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.textContent).toContain('WebGL is not available')
    const table = await shown(root, 'aw-data-table')
    await waitFor(() => expect(inside(table).textContent).toContain('Person 3'))
  },
}

export const Loading: StoryObj = {
  render: () => {
    const { columns } = testSource(linkColumns, [])
    const links = { columns, rows: 5, page: () => new Promise<Uint8Array>(() => undefined) }
    return box('100%', 320, graph({ links, points: undefined }))
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-graph-view')
    await expect(inside(element).querySelector('[role=status]')?.textContent).toBe('Reading points and links…')
  },
}

export const Failed: StoryObj = {
  render: () => {
    const links = { columns: linkColumns, rows: 5, page: () => Promise.reject(new Error('The table is gone.')) }
    return box('100%', 320, graph({ links, points: undefined }))
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-graph-view')
    await waitFor(() =>
      expect(inside(element).textContent).toContain('The graph could not be drawn: The table is gone.'),
    )
  },
}

export const Empty: StoryObj = {
  render: () => box('100%', 320, graph({ links: testSource(linkColumns, []), points: undefined })),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-graph-view')
    await waitFor(() => expect(inside(element).textContent).toContain('No data to draw'))
  },
}
