import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwGraphView } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { createTestSource, type TestRow } from '../../packages/editor/test-source.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'

const meta: Meta = { title: 'Graph view', component: 'aw-graph-view' }
export default meta

const createColumn = (name: string, type = 'VARCHAR') => ({ name, type })
const groups = ['north', 'south', 'west']

/** Creates a deterministic graph with three groups around connected hubs. */
function createGraph(pointCount: number): { links: TestRow[]; points: TestRow[] } {
  const points = Array.from({ length: pointCount }, (_, index) => ({
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
const pointColumns = [createColumn('id'), createColumn('label'), createColumn('group'), createColumn('age', 'BIGINT')]
const linkColumns = [createColumn('source'), createColumn('target'), createColumn('weight', 'DOUBLE')]

const createGraphView = (overrides: Partial<AwGraphView> = {}, pointCount = 60): AwGraphView => {
  const { links, points } = createGraph(pointCount)
  const element = document.createElement('aw-graph-view')
  Object.assign(element, {
    links: createTestSource(linkColumns, links),
    points: createTestSource(pointColumns, points),
    simulate: false,
    ...overrides,
  })
  element.style.display = 'flex'
  return element
}
const waitForGraph = async (canvasElement: HTMLElement): Promise<ShadowRoot> => {
  const element = await waitForElement<AwGraphView>(canvasElement, 'aw-graph-view')
  const root = getShadowRoot(element)
  // Without WebGL, the tables are shown immediately.
  await waitFor(() => expect(root.querySelector('.labels span, aw-data-table')).not.toBeNull(), { timeout: 20_000 })
  return root
}

export const PointsAndLinks: StoryObj = {
  render: () => setSize('100%', 520, createGraphView()),
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    await expect(root.querySelector('.status')?.textContent).toContain('60 points')
    const search = await waitForElement<HTMLInputElement>(root, '.search input')
    await userEvent.type(search, 'person 7{Enter}')
    await waitFor(() => expect(root.querySelector('.selected-point strong')?.textContent).toBe('Person 7'))
  },
}

export const ColoredByNumber: StoryObj = {
  render: () => setSize('100%', 520, createGraphView({ spec: { color: 'age', size: 'age' } })),
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    await expect(root.querySelector('.legend .ramp')).not.toBeNull()
  },
}

export const LinksOnly: StoryObj = {
  render: () => setSize('100%', 520, createGraphView({ points: undefined })),
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    await expect(root.querySelector('.status')?.textContent).toContain('60 points')
  },
}

export const Dark: StoryObj = {
  render: () => {
    const element = createGraphView()
    element.setAttribute('theme', 'dark')
    return setSize('100%', 520, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    const swatch = root.querySelector<HTMLElement>('.swatch')
    await expect(swatch && getComputedStyle(swatch).backgroundColor).toBe('rgb(141, 162, 255)')
  },
}

export const Narrow: StoryObj = {
  render: () => setSize(360, 640, createGraphView()),
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    const [stage, side] = ['.stage', '.side'].map((selector) => root.querySelector(selector)!.getBoundingClientRect())
    await expect(side!.top).toBeGreaterThanOrEqual(stage!.bottom)
  },
}

export const RightToLeft: StoryObj = {
  render: () => {
    const element = createGraphView()
    element.dir = 'rtl'
    return setSize('100%', 520, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    const [stage, side] = ['.stage', '.side'].map((selector) => root.querySelector(selector)!.getBoundingClientRect())
    await expect(side!.right).toBeLessThanOrEqual(stage!.left + 1)
  },
}

export const WithoutWebgl: StoryObj = {
  render: () => setSize('100%', 420, createGraphView({ gpu: 'none' })),
  play: async ({ canvasElement }) => {
    const root = await waitForGraph(canvasElement)
    await expect(root.textContent).toContain('WebGL is not available')
    const table = await waitForElement(root, 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('Person 3'))
  },
}

export const Loading: StoryObj = {
  render: () => {
    const { columns } = createTestSource(linkColumns, [])
    const links = { columns, rows: 5, page: () => new Promise<Uint8Array>(() => undefined) }
    return setSize('100%', 320, createGraphView({ links, points: undefined }))
  },
  play: checkElement((root) =>
    expect(root.querySelector('[role=status]')?.textContent).toBe('Reading points and links…'),
  ),
}

export const Failed: StoryObj = {
  render: () => {
    const links = {
      columns: linkColumns,
      rows: 5,
      page: () => Promise.reject(new Error('The table no longer exists.')),
    }
    return setSize('100%', 320, createGraphView({ links, points: undefined }))
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.textContent).toContain('The graph could not be drawn: The table no longer exists.')),
  ),
}

export const Empty: StoryObj = {
  render: () => setSize('100%', 320, createGraphView({ links: createTestSource(linkColumns, []), points: undefined })),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('No data to draw'))),
}
