import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { captureDownload } from '../../test-download.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import { createTestSource, type TestRow } from '../../test-source.ts'
import type { TableSource } from '../table-source.ts'
import type { AwMap, MapChangeEvent } from './aw-map.ts'
import type { MapSpec } from './map-spec.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const countryColumns: Column[] = createColumns('country VARCHAR, population DOUBLE')
const countries: TestRow[] = [
  { country: 'Germany', population: 84 },
  { country: 'FRA', population: 68 },
  { country: 'us', population: 333 },
  { country: 'Atlantis', population: 1 },
  { country: null, population: 2 },
]
const cityColumns: Column[] = createColumns('city VARCHAR, lat DOUBLE, lon DOUBLE, kind VARCHAR')
const cities: TestRow[] = [
  { city: 'Oslo', lat: 59.9, lon: 10.7, kind: 'capital' },
  { city: 'Bonn', lat: 50.7, lon: 7.1, kind: 'town' },
  { city: 'Nowhere', lat: 959, lon: 7.1, kind: 'town' },
  { city: 'Łódź', lat: 51.8, lon: 19.5, kind: 'town' },
]

async function mount(source: TableSource, overrides: Partial<AwMap> = {}): Promise<AwMap> {
  const map = await fixture<AwMap>(html`<aw-map style="width: 900px; height: 620px" .source=${source}></aw-map>`)
  Object.assign(map, overrides)
  return map
}
const until = (condition: () => unknown): Promise<void> =>
  waitUntil(() => Boolean(condition()), undefined, { timeout: 90_000 })
const findAll = <E extends Element = HTMLElement>(map: AwMap, selector: string): E[] => [
  ...map.shadowRoot!.querySelectorAll<E>(selector),
]
const isDrawn = (map: AwMap): boolean => findAll(map, '.drawing > svg').length === 1
const getText = (map: AwMap, selector: string): string =>
  findAll(map, selector)
    .map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
    .join(' | ')
const findButton = (map: AwMap, label: string): HTMLButtonElement =>
  findAll<HTMLButtonElement>(map, 'button').find(
    (one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label,
  )!
async function choose(map: AwMap, label: string, value: string): Promise<void> {
  const field = findAll(map, 'form label').find((one) => one.querySelector('span')?.textContent === label)!
  const select = field.querySelector('select')!
  select.value = value
  select.dispatchEvent(new Event('change'))
  await map.updateComplete
}
/** Returns the lightness of a color, from 0 to 255. */
function readLightness(color: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
const regionSpec: MapSpec = {
  mark: 'regions',
  area: 'world',
  latitude: '',
  longitude: '',
  region: 'country',
  measure: 'sum',
  value: 'population',
}

describe('<aw-map>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 760 })
    await resetMouse()
  })

  it('colors countries by names and codes, and lists values that are not countries', async () => {
    const map = await mount(createTestSource(countryColumns, countries), { spec: regionSpec })
    await until(() => isDrawn(map))
    expect(getText(map, 'h3')).to.equal('Sum of population by country')
    const colored = findAll<SVGPathElement>(map, '.region').filter((path) =>
      path.getAttribute('fill')?.includes('--_ramp'),
    )
    expect(colored.length).to.equal(3)
    expect(findAll(map, '.region').length).to.be.greaterThan(230)
    await until(() => getText(map, '.legend').includes('333'))
    expect(getText(map, '.legend')).to.contain('68').and.to.contain('No data')
    expect(getText(map, 'summary')).to.equal('2 values not on this map (2 rows)')
    getElement(map, 'summary').click()
    expect(getText(map, '.unmatched li')).to.equal('Atlantis: 1 row | null: 1 row')
    await expect(map).to.be.accessible()
  })

  it('weights means of several spellings of a country by their values, without nulls', async () => {
    const rows = [['Germany', 10], ['Germany', null], ['Germany', null], ['DEU', 20], ['FRA', 1]].map(([country, population]) => ({ country: country!, population: population! })) // oxfmt-ignore
    const map = await mount(createTestSource(countryColumns, rows), { spec: { ...regionSpec, measure: 'mean' } })
    await until(() => isDrawn(map))
    getElement(map, '.drawing').focus()
    await pressKeys('ArrowRight')
    await until(() => getText(map, '.tooltip') !== '')
    expect(getText(map, '.tooltip div')).to.equal('Germany | Mean of population by country: 15 | 4 rows')
  })

  it('names both ends of its colors completely', async () => {
    const large = [['Germany', 585_501], ['France', 39_250_017]].map(([country, population]) => ({ country: country!, population: population! })) // oxfmt-ignore
    const map = await mount(createTestSource(countryColumns, large), { spec: regionSpec })
    await until(() => findAll(map, '.legend .ramp').length === 1)
    const end = getElement(map, '.legend .ramp + span')
    expect(end.textContent).to.equal('39,250,017')
    expect(end.scrollWidth).to.be.at.most(end.clientWidth)
  })

  it('shows the smallest number more clearly than land without data, in light and dark', async () => {
    const map = await mount(createTestSource(countryColumns, countries), { spec: regionSpec })
    await until(() => isDrawn(map))
    const smallest = findAll(map, '.region').find((path) => path.getAttribute('fill')?.includes(' 0.0%'))!
    const land = findAll(map, '.region').find((path) => path.getAttribute('fill') === 'var(--_map-land)')!
    for (const scheme of ['light', 'dark']) {
      map.style.colorScheme = scheme
      const [sea, plain, low] = [getElement(map, '.sea'), land, smallest].map((shape) => readLightness(getComputedStyle(shape).fill)) // oxfmt-ignore
      expect(Math.abs(low! - sea!), scheme).to.be.greaterThan(1.5 * Math.abs(plain! - sea!))
    }
    await until(() => findAll(map, '.no-data').length === 1)
    expect(getComputedStyle(getElement(map, '.no-data')).backgroundColor).to.equal(getComputedStyle(land).fill)
    expect(findAll(map, '.legend [style]'), 'forbidden by strict policies').to.have.length(0)
  })

  it('moves between places by keyboard, with a tooltip that is announced', async () => {
    const map = await mount(createTestSource(countryColumns, countries), { spec: regionSpec })
    await until(() => isDrawn(map))
    getElement(map, '.drawing').focus()
    await pressKeys('ArrowRight')
    await until(() => getText(map, '.tooltip') !== '')
    expect(getText(map, '.tooltip div')).to.equal('United States | Sum of population by country: 333 | 1 row')
    await until(() => getText(map, 'p[role=status].visually-hidden').startsWith('United States. Sum of population'))
    expect(findAll(map, '.region.selected').length).to.equal(1)
    await pressKeys('End')
    await until(() => getText(map, '.tooltip div').startsWith('France'))
    const view = getElement<HTMLElement>(map, '.drawing svg > g')
    const before = view.getAttribute('transform')
    await pressKeys('+')
    expect(view.getAttribute('transform')).not.to.equal(before)
    expect(view.getAttribute('transform')).to.contain('scale(1.5)')
    await pressKeys('0')
    expect(view.getAttribute('transform')).to.equal('translate(0 0) scale(1)')
    await pressKeys('Escape')
    await until(() => getText(map, '.tooltip') === '')
  })

  it('recognizes coordinates, draws points by category, and counts rows without a place', async () => {
    const map = await mount(createTestSource(cityColumns, cities))
    await until(() => isDrawn(map))
    expect(findAll(map, '.point').length).to.equal(3)
    expect(getText(map, '.notes')).to.equal('1 row without a location on this map')
    const events: MapChangeEvent[] = []
    map.addEventListener('aw-map-change', (event) => events.push(event))
    await choose(map, 'Color', 'kind')
    await until(() => getText(map, '.legend') === 'town capital')
    expect(events[0]!.spec).to.include({ mark: 'points', latitude: 'lat', longitude: 'lon', value: 'kind' })
    expect(new Set(findAll(map, '.point').map((point) => point.getAttribute('fill'))).size).to.equal(2)
    const [oslo] = findAll(map, '.point').toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top) // oxfmt-ignore
    const { left, top, width, height } = oslo!.getBoundingClientRect()
    getElement(map, '.drawing').dispatchEvent(
      new PointerEvent('pointermove', { clientX: left + width / 2, clientY: top + height / 2, bubbles: true }),
    )
    await until(() => getText(map, '.tooltip div').startsWith('Oslo | lat: 59.9'))
    await expect(map).to.be.accessible()
  })

  it('reads a sample of a large table', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => ({
      city: `c${index}`,
      lat: index / 200,
      lon: 10,
      kind: null,
    }))
    const map = await mount(createTestSource(cityColumns, rows))
    await until(() => isDrawn(map))
    expect(findAll(map, '.point').length).to.equal(5_000)
    expect(getText(map, '.notes')).to.equal('5,000 of 12,000 rows shown')
  })

  it('draws states of the US, and the regions of the user’s GeoJSON file', async () => {
    const source = createTestSource(
      [{ name: 'state', type: 'VARCHAR' }],
      [{ state: 'CA' }, { state: 'ca' }, { state: 'Texas' }, { state: 'North' }],
    )
    const map = await mount(source)
    await until(() => isDrawn(map))
    expect(findAll(map, '.region').length).to.equal(56)
    expect(getText(map, 'summary')).to.equal('1 value not on this map (1 row)')
    await choose(map, 'Map', 'own')
    await until(() => getText(map, '.message').includes('Choose a GeoJSON file'))
    const input = getElement<HTMLInputElement>(map, 'input[type=file]')
    const upload = (content: unknown): void => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([JSON.stringify(content)], 'districts.geojson'))
      input.files = transfer.files
      input.dispatchEvent(new Event('change'))
    }
    upload({ type: 'FeatureCollection', features: [] })
    await until(() => getText(map, '[role=alert]').includes('has no polygons'))
    const ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]] // oxfmt-ignore
    upload({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { name: 'North' }, geometry: { type: 'Polygon', coordinates: [ring] } },
      ],
    })
    await until(() => findAll(map, '.region').length === 1)
    expect(getText(map, '[role=alert]')).to.equal('')
    expect(getText(map, 'summary')).to.equal('3 values not on this map (3 rows)')
    await expect(map).to.be.accessible()
    // Below a canvas, the form is a narrow column.
    map.style.height = '300px'
    await until(() => map.hasAttribute('data-low'))
    const [button] = findAll(map, '.file .button')
    const form = getElement(map, 'form').getBoundingClientRect()
    expect(button!.getBoundingClientRect().right).to.be.at.most(form.right)
  })

  it('is downloaded as a picture, and shown as a table', async () => {
    const map = await mount(createTestSource(countryColumns, countries), { spec: regionSpec })
    await until(() => isDrawn(map))
    const svg = await captureDownload(() => findButton(map, 'SVG').click())
    expect(svg.name).to.match(/^sum.of.population.by.country\.svg$/i)
    const text = await svg.content.text()
    expect(text).to.contain('<path').and.to.contain('Sum of population by country').and.not.to.contain('var(')
    const png = await captureDownload(() => findButton(map, 'PNG').click())
    expect(png.content.type).to.equal('image/png')
    findButton(map, 'Show as table').click()
    await until(() => map.shadowRoot!.querySelector('aw-data-table')?.shadowRoot?.textContent.includes('Germany'))
  })

  it('with hostile names in the table and the file of regions is downloaded with texts only', async () => {
    const names = [
      '</title><script>alert(1)</script>',
      '"><image href="https://evil.example/pixel.png"/>',
      'url(https://evil.example/pixel.svg#a)',
      'javascript:alert(1)',
      'a\u0000\u0001\uFFFE\uD800',
    ]
    const toSquare = (index: number): number[][] => [[index, 0], [index, 1], [index + 1, 1], [index + 1, 0], [index, 0]] // oxfmt-ignore
    const features = names.map((name, index) => ({
      type: 'Feature' as const,
      id: name,
      properties: { name, style: 'fill: url(https://evil.example)', onload: 'alert(1)' },
      geometry: { type: 'Polygon' as const, coordinates: [toSquare(index)] },
    }))
    const columns: Column[] = [
      { name: names[0]!, type: 'VARCHAR' },
      { name: 'lat', type: 'DOUBLE' },
      { name: 'lon', type: 'DOUBLE' },
    ]
    const rows = names.map((name, index) => ({ [names[0]!]: name, lat: 1, lon: index }))
    const ownArea = { area: 'own' as const, region: names[0]!, measure: 'count' as const }
    const specs: MapSpec[] = [
      { ...ownArea, mark: 'regions', latitude: '', longitude: '', value: '' },
      { ...ownArea, mark: 'points', latitude: 'lat', longitude: 'lon', value: names[0]! },
    ]
    for (const spec of specs) {
      const source = createTestSource(columns, rows)
      const map = await mount(source, { spec, regions: { name: 'own.geojson', features } })
      await until(() => isDrawn(map))
      const svg = await captureDownload(() => findButton(map, 'SVG').click())
      const file = new DOMParser().parseFromString(await svg.content.text(), 'image/svg+xml')
      expect(file.querySelector('parsererror')?.textContent).to.equal(undefined)
      const elements = [...file.querySelectorAll('*')]
      const known = 'svg title style rect text g path circle'.split(' ')
      expect(elements.map(({ nodeName }) => nodeName).filter((name) => !known.includes(name))).to.deep.equal([])
      for (const { name, value } of elements.flatMap((element) => [...element.attributes])) {
        expect(name).to.not.match(/^on|href|^style$/i)
        expect(value, name).to.not.match(/evil|javascript:|url\(/)
      }
      expect(file.documentElement.textContent).to.contain(names[0])
      expect(svg.name).to.match(/^[\p{L}\p{N}._-]+\.svg$/u)
      map.remove()
    }
  })

  it('has German texts and names of countries, and fits into a narrow dark page', async () => {
    const map = await mount(createTestSource(countryColumns, countries), {
      spec: regionSpec,
      strings: (await loadLanguage('de')).resultsStrings.chart,
    })
    map.setAttribute('theme', 'dark')
    map.style.width = '360px'
    await until(() => getText(map, 'h3') === 'Summe von population nach country')
    await until(() => isDrawn(map))
    getElement(map, '.drawing').focus()
    await pressKeys('ArrowRight')
    await until(() => getText(map, '.tooltip div').startsWith('Vereinigte Staaten'))
    expect(getElement(map, '.drawing svg').getBoundingClientRect().width).to.be.lessThan(361)
    await expect(map).to.be.accessible()
  })

  it('requests columns, and reports a failure with a retry button', async () => {
    const source = createTestSource([{ name: 'n', type: 'DOUBLE' }], [{ n: 1 }])
    const map = await mount(source)
    await until(() => getText(map, '.message').includes('Choose the column with region names'))
    map.source = {
      ...createTestSource(countryColumns, countries),
      derive: () => Promise.reject(new Error('The table no longer exists.')),
    }
    map.spec = regionSpec
    await until(() => getText(map, '[role=alert]') === 'The table no longer exists.')
    expect(findButton(map, 'Try again')).not.to.equal(undefined)
  })
})
