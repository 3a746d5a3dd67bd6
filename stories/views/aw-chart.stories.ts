import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwChart } from '@aw-flow/editor'
import { message } from '@aw-flow/messages'
import { error, ProblemError } from '@aw-flow/schema'
import { chartSpecSchema, type ChartSpec } from '@aw-flow/schema/internal'
import { expect, waitFor } from 'storybook/test'
import { createWeatherChart, weatherColumns } from '../../packages/editor/test-charts.ts'
import { createTestSource } from '../../packages/editor/test-source.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'

const meta: Meta = { title: 'Chart', component: 'aw-chart' }
export default meta

const createSource = () => createTestSource(weatherColumns, [], createWeatherChart)

const createChart = (spec: Partial<ChartSpec>, overrides: Partial<AwChart> = {}): AwChart => {
  const element = document.createElement('aw-chart')
  Object.assign(element, { source: createSource(), spec: chartSpecSchema.parse(spec), ...overrides })
  element.style.display = 'flex'
  return element
}
const waitForChart = async (canvasElement: HTMLElement): Promise<ShadowRoot> => {
  const element = await waitForElement<AwChart>(canvasElement, 'aw-chart')
  await waitFor(() => expect(getShadowRoot(element).querySelector('.drawing > svg')).not.toBeNull(), {
    timeout: 10_000,
  })
  return getShadowRoot(element)
}
const createStory = (spec: Partial<ChartSpec>, title: string): StoryObj => ({
  render: () => setSize('100%', 480, createChart(spec)),
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    await expect(root.querySelector('h3')?.textContent).toBe(title)
    await expect(root.querySelector('.drawing')?.getAttribute('aria-label')).toContain(title)
  },
})

export const Bars = createStory({ mark: 'bar', x: 'town', color: 'sky' }, 'Count by town')
export const Lines = createStory(
  { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' },
  'Mean of temperature by day',
)
export const Area = createStory(
  { mark: 'area', x: 'day', y: 'temperature', measure: 'mean' },
  'Mean of temperature by day',
)
export const Points = createStory(
  { mark: 'scatter', x: 'temperature', y: 'rain', color: 'town' },
  'rain by temperature',
)
export const Shaded = createStory(
  { mark: 'scatter', x: 'temperature', y: 'rain', color: 'rain' },
  'rain by temperature',
)
export const Histogram = createStory({ mark: 'histogram', x: 'temperature' }, 'Distribution of temperature')
export const BoxPlot = createStory({ mark: 'box', x: 'town', y: 'temperature' }, 'Distribution of temperature by town')
export const HeatMap = createStory({ mark: 'heat-map', x: 'town', y: 'sky' }, 'Count by town and sky')
export const SmallMultiples = createStory(
  { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', facet: 'town' },
  'Mean of temperature by day',
)

export const Suggested: StoryObj = {
  render: () => {
    const element = createChart({})
    element.spec = undefined
    return setSize('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    await expect(root.querySelector('h3')?.textContent).toBe('Mean of temperature by day')
  },
}

/** Of a million rows, only the plotted values are loaded into the page. */
export const AMillionRows: StoryObj = {
  render: () => {
    const element = createChart({ mark: 'scatter', x: 'temperature', y: 'rain' })
    element.source = { ...createSource(), rows: 1_000_000 }
    return setSize('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    await expect(root.querySelectorAll('.drawing circle').length).toBeLessThan(5_000)
    await waitFor(() => expect(root.textContent).toContain('a sample of about 4,000 of 1,000,000 rows'))
  },
}

export const Table: StoryObj = {
  render: () => setSize('100%', 480, createChart({ mark: 'bar', x: 'town' })),
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    const toggle = await waitForElement<HTMLButtonElement>(root, 'button[aria-pressed]')
    toggle.click()
    const table = await waitForElement(root, 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('Oslo'))
  },
}

export const Dark: StoryObj = {
  render: () => {
    const element = createChart({ mark: 'bar', x: 'town', color: 'sky' })
    element.setAttribute('theme', 'dark')
    return setSize('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    const swatch = root.querySelector<HTMLElement>('.swatch')
    await expect(swatch && getComputedStyle(swatch).backgroundColor).toBe('rgb(141, 162, 255)')
  },
}

export const Narrow: StoryObj = {
  render: () =>
    setSize(360, 640, createChart({ mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' })),
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    await expect(root.querySelector('.drawing > svg')!.getBoundingClientRect().width).toBeLessThan(361)
  },
}

export const RightToLeft: StoryObj = {
  render: () => {
    const element = createChart({ mark: 'bar', x: 'town', color: 'sky' })
    element.dir = 'rtl'
    return setSize('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForChart(canvasElement)
    const [heading, actions] = ['h3', '.actions button'].map((selector) =>
      root.querySelector(selector)!.getBoundingClientRect(),
    )
    await expect(heading!.right).toBeGreaterThan(actions!.right)
  },
}

export const Loading: StoryObj = {
  render: () => {
    const element = createChart({ mark: 'bar', x: 'town' })
    element.source = { ...createSource(), derive: () => new Promise(() => undefined) }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) => expect(root.querySelector('[role=status]')?.textContent).toBe('Drawing…')),
}

export const InvalidSpec: StoryObj = {
  render: () => {
    const problem = error('chart.no-column', { reason: message('chart.measure-needs-column', { measure: 'mean' }) })
    const element = createChart({ mark: 'bar', x: 'town', measure: 'mean' })
    element.source = {
      ...createSource(),
      derive: () => Promise.reject(new ProblemError(problem)),
    }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Choose a column.'))),
}

export const Empty: StoryObj = {
  render: () => {
    const element = createChart({ mark: 'bar', x: 'town' })
    element.source = createTestSource(weatherColumns, [], () => ({
      columns: [{ name: 'x', type: 'VARCHAR' }],
      rows: [],
    }))
    return setSize('100%', 320, element)
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.textContent).toContain('No data to draw'), { timeout: 10_000 }),
  ),
}
