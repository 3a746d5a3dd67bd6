import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwChart } from '@aw-flow/editor'
import { message } from '@aw-flow/messages'
import { chartSpecSchema, error, ProblemError, type ChartSpec } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { weatherChart, weatherColumns } from '../../packages/editor/test-charts.ts'
import { testSource } from '../../packages/editor/test-source.ts'
import { box, inside, shown } from '../shown.ts'

const meta: Meta = { title: 'Chart', component: 'aw-chart' }
export default meta

const source = () => testSource(weatherColumns, [], weatherChart)

const chart = (spec: Partial<ChartSpec>, more: Partial<AwChart> = {}): AwChart => {
  const element = document.createElement('aw-chart')
  Object.assign(element, { source: source(), spec: chartSpecSchema.parse(spec), ...more })
  element.style.display = 'flex'
  return element
}
const drawn = async (canvasElement: HTMLElement): Promise<ShadowRoot> => {
  const element = await shown<AwChart>(canvasElement, 'aw-chart')
  await waitFor(() => expect(inside(element).querySelector('.drawing > svg')).not.toBeNull(), { timeout: 10_000 })
  return inside(element)
}
const story = (spec: Partial<ChartSpec>, title: string): StoryObj => ({
  render: () => box('100%', 480, chart(spec)),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('h3')?.textContent).toBe(title)
    await expect(root.querySelector('.drawing')?.getAttribute('aria-label')).toContain(title)
  },
})

export const Bars = story({ mark: 'bar', x: 'town', color: 'sky' }, 'Count by town')
export const Lines = story(
  { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' },
  'Mean of temperature by day',
)
export const Area = story({ mark: 'area', x: 'day', y: 'temperature', measure: 'mean' }, 'Mean of temperature by day')
export const Points = story({ mark: 'scatter', x: 'temperature', y: 'rain', color: 'town' }, 'rain by temperature')
export const Shaded = story({ mark: 'scatter', x: 'temperature', y: 'rain', color: 'rain' }, 'rain by temperature')
export const Histogram = story({ mark: 'histogram', x: 'temperature' }, 'Distribution of temperature')
export const Boxes = story({ mark: 'box', x: 'town', y: 'temperature' }, 'Distribution of temperature by town')
export const HeatMap = story({ mark: 'heat-map', x: 'town', y: 'sky' }, 'Count by town and sky')
export const SmallMultiples = story(
  { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', facet: 'town' },
  'Mean of temperature by day',
)

export const Suggested: StoryObj = {
  render: () => {
    const element = chart({})
    element.spec = undefined
    return box('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('h3')?.textContent).toBe('Mean of temperature by day')
  },
}

/** Of a million rows, only the plotted values are loaded into the page. */
export const AMillionRows: StoryObj = {
  render: () => {
    const element = chart({ mark: 'scatter', x: 'temperature', y: 'rain' })
    element.source = { ...source(), rows: 1_000_000 }
    return box('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelectorAll('.drawing circle').length).toBeLessThan(5_000)
    await waitFor(() => expect(root.textContent).toContain('a sample of about 4,000 of 1,000,000 rows'))
  },
}

export const AsATable: StoryObj = {
  render: () => box('100%', 480, chart({ mark: 'bar', x: 'town' })),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const toggle = await shown<HTMLButtonElement>(root, 'button[aria-pressed]')
    toggle.click()
    const table = await shown(root, 'aw-data-table')
    await waitFor(() => expect(inside(table).textContent).toContain('Oslo'))
  },
}

export const Dark: StoryObj = {
  render: () => {
    const element = chart({ mark: 'bar', x: 'town', color: 'sky' })
    element.setAttribute('theme', 'dark')
    return box('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const swatch = root.querySelector<HTMLElement>('.swatch')
    await expect(swatch && getComputedStyle(swatch).backgroundColor).toBe('rgb(141, 162, 255)')
  },
}

export const Narrow: StoryObj = {
  render: () => box(360, 640, chart({ mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' })),
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    await expect(root.querySelector('.drawing > svg')!.getBoundingClientRect().width).toBeLessThan(361)
  },
}

export const RightToLeft: StoryObj = {
  render: () => {
    const element = chart({ mark: 'bar', x: 'town', color: 'sky' })
    element.dir = 'rtl'
    return box('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    const root = await drawn(canvasElement)
    const [heading, actions] = ['h3', '.actions button'].map((one) => root.querySelector(one)!.getBoundingClientRect())
    await expect(heading!.right).toBeGreaterThan(actions!.right)
  },
}

export const Loading: StoryObj = {
  render: () => {
    const element = chart({ mark: 'bar', x: 'town' })
    element.source = { ...source(), derive: () => new Promise(() => undefined) }
    return box('100%', 320, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-chart')
    await expect(inside(element).querySelector('[role=status]')?.textContent).toBe('Drawing…')
  },
}

export const Refused: StoryObj = {
  render: () => {
    const problem = error('chart.no-column', { reason: message('chart.needs-measured', { measure: 'mean' }) })
    const element = chart({ mark: 'bar', x: 'town', measure: 'mean' })
    element.source = {
      ...source(),
      derive: () => Promise.reject(new ProblemError(problem)),
    }
    return box('100%', 320, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-chart')
    await waitFor(() => expect(inside(element).textContent).toContain('Choose a column.'))
  },
}

export const Empty: StoryObj = {
  render: () => {
    const element = chart({ mark: 'bar', x: 'town' })
    element.source = testSource(weatherColumns, [], () => ({ columns: [{ name: 'x', type: 'VARCHAR' }], rows: [] }))
    return box('100%', 320, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-chart')
    await waitFor(() => expect(inside(element).textContent).toContain('No data to draw'), { timeout: 10_000 })
  },
}
