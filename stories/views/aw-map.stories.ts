import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwMap, MapSpec } from '@aw-flow/editor'
import type { Column } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { createTestSource, type TestRow } from '../../packages/editor/test-source.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Map', component: 'aw-map' }
export default meta

const countryColumns: Column[] = [
  { name: 'country', type: 'VARCHAR' },
  { name: 'population', type: 'DOUBLE' },
]
const countries: TestRow[] = [
  { country: 'China', population: 1412 },
  { country: 'IND', population: 1408 },
  { country: 'us', population: 333 },
  { country: 'Indonesia', population: 276 },
  { country: 'Brasilien', population: 1 },
  { country: 'Brazil', population: 214 },
  { country: 'Nigeria', population: 219 },
  { country: 'Germany', population: 84 },
  { country: 'Atlantis', population: 3 },
]
const cityColumns: Column[] = [
  { name: 'city', type: 'VARCHAR' },
  { name: 'lat', type: 'DOUBLE' },
  { name: 'lon', type: 'DOUBLE' },
  { name: 'continent', type: 'VARCHAR' },
]
const cities: TestRow[] = [
  { city: 'Oslo', lat: 59.91, lon: 10.75, continent: 'Europe' },
  { city: 'Lagos', lat: 6.52, lon: 3.38, continent: 'Africa' },
  { city: 'Lima', lat: -12.05, lon: -77.04, continent: 'South America' },
  { city: 'Toronto', lat: 43.65, lon: -79.38, continent: 'North America' },
  { city: 'Osaka', lat: 34.69, lon: 135.5, continent: 'Asia' },
  { city: 'Perth', lat: -31.95, lon: 115.86, continent: 'Oceania' },
  { city: 'Nowhere', lat: null, lon: null, continent: 'Asia' },
]
const regions: MapSpec = {
  mark: 'regions',
  area: 'world',
  latitude: '',
  longitude: '',
  region: 'country',
  measure: 'sum',
  value: 'population',
}

const createMap = (columns: readonly Column[], rows: readonly TestRow[], overrides: Partial<AwMap> = {}): AwMap => {
  const element = document.createElement('aw-map')
  Object.assign(element, { source: createTestSource(columns, rows), ...overrides })
  element.style.display = 'flex'
  return element
}
const waitForMap = async (canvasElement: HTMLElement): Promise<ShadowRoot> => {
  const element = await waitForElement<AwMap>(canvasElement, 'aw-map')
  await waitFor(() => expect(getShadowRoot(element).querySelector('.drawing > svg')).not.toBeNull(), {
    timeout: 20_000,
  })
  return getShadowRoot(element)
}

export const Countries: StoryObj = {
  render: () => setSize('100%', 560, createMap(countryColumns, countries, { spec: regions })),
  play: async ({ canvasElement }) => {
    const root = await waitForMap(canvasElement)
    await expect(root.querySelector('h3')?.textContent).toBe('Sum of population by country')
    await waitFor(() => expect(root.querySelector('summary')?.textContent).toContain('2 values not on this map'))
  },
}

export const Points: StoryObj = {
  render: () =>
    setSize(
      '100%',
      560,
      createMap(cityColumns, cities, {
        spec: { ...regions, mark: 'points', latitude: 'lat', longitude: 'lon', value: 'continent' },
      }),
    ),
  play: async ({ canvasElement }) => {
    const root = await waitForMap(canvasElement)
    await expect(root.querySelectorAll('.point')).toHaveLength(6)
    const drawing = await waitForElement(root, '.drawing')
    drawing.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
    await waitFor(() => expect(root.querySelector('.tooltip')?.textContent).toContain('Oslo'))
  },
}

export const States: StoryObj = {
  render: () =>
    setSize(
      '100%',
      560,
      createMap(
        [{ name: 'state', type: 'VARCHAR' }],
        ['CA', 'California', 'Texas', 'TX', 'NY', '53', 'Ohio'].map((state) => ({ state })),
      ),
    ),
  play: async ({ canvasElement }) => {
    const root = await waitForMap(canvasElement)
    await expect(root.querySelectorAll('.region')).toHaveLength(56)
  },
}

/** Of a million rows, only a sample is drawn. */
export const AMillionRows: StoryObj = {
  render: () => {
    const element = createMap(
      cityColumns,
      Array.from({ length: 1_000 }, (_, index) => ({
        city: `city ${index}`,
        lat: ((index * 37) % 1_200) / 10 - 60,
        lon: ((index * 71) % 3_400) / 10 - 170,
        continent: null,
      })),
    )
    const source = element.source!
    element.source = { ...source, rows: 1_000_000, page: (offset, limit) => source.page(offset % 750, limit) }
    return setSize('100%', 560, element)
  },
  play: async ({ canvasElement }) => {
    const root = await waitForMap(canvasElement)
    await expect(root.querySelectorAll('.point')).toHaveLength(5_000)
    await waitFor(() => expect(root.textContent).toContain('5,000 of 1,000,000 rows shown'))
  },
}

export const Empty: StoryObj = {
  render: () => setSize('100%', 320, document.createElement('aw-map')),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Run the workflow'))),
}

export const NoRegions: StoryObj = {
  render: () => setSize('100%', 320, createMap([{ name: 'n', type: 'DOUBLE' }], [{ n: 1 }])),
  play: checkElement((root) =>
    waitFor(() => expect(root.textContent).toContain('Choose the column with region names')),
  ),
}

export const Loading: StoryObj = {
  render: () => {
    const element = createMap(countryColumns, countries, { spec: regions })
    element.source = { ...element.source!, derive: () => new Promise(() => undefined) }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) => waitFor(() => expect(root.querySelector('[role=status]')).not.toBeNull())),
}

export const Failed: StoryObj = {
  render: () => {
    const element = createMap(countryColumns, countries, { spec: regions })
    element.source = { ...element.source!, derive: () => Promise.reject(new Error('The table no longer exists.')) }
    return setSize('100%', 320, element)
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('The table no longer exists.')),
  ),
}

export const Dark: StoryObj = {
  render: () => {
    const element = createMap(countryColumns, countries, { spec: regions })
    element.setAttribute('theme', 'dark')
    return setSize('100%', 480, element)
  },
  play: async ({ canvasElement }) => {
    await waitForMap(canvasElement)
  },
}

export const Narrow: StoryObj = {
  render: () => setSize(360, 640, createMap(countryColumns, countries, { spec: regions })),
  play: async ({ canvasElement }) => {
    const root = await waitForMap(canvasElement)
    await expect(root.querySelector('.drawing > svg')!.getBoundingClientRect().width).toBeLessThan(361)
  },
}

export const RightToLeft = createRightToLeftVariant(Countries)
