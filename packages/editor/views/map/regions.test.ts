import { describe, expect, it } from 'vitest'
import { suggestMap, suggestRegionMeasure, withArea } from './map-spec.ts'
import { mapStrings } from './map-strings.ts'
import { loadRegions, readCustomRegions, type RegionIndex } from './regions.ts'

const createFile = (name: string, content: unknown, size = 100) => ({
  name,
  size,
  text: () => Promise.resolve(typeof content === 'string' ? content : JSON.stringify(content)),
})
const square = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] // oxfmt-ignore
const createFeature = (properties: Record<string, unknown>, coordinates: unknown = square) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates },
})

const worlds = new Map<string, Promise<RegionIndex>>()
/** Loads the countries once per language. */
function loadWorld(language: string): Promise<RegionIndex> {
  const world = worlds.get(language) ?? loadRegions('world', language, undefined)
  worlds.set(language, world)
  return world
}

describe('regions of maps', () => {
  it.each([
    ['DE', 'Germany'],
    ['deu', 'Germany'],
    ['276', 'Germany'],
    ['Deutschland', 'Germany'],
    ['  germany ', 'Germany'],
    ['4', 'Afghanistan'],
    ['USA', 'United States'],
    ['U.S.A.', 'United States'],
    ['united states of america', 'United States'],
    ['UK', 'United Kingdom'],
    ['Côte d’Ivoire', 'Côte d’Ivoire'],
    ['Ivory Coast', 'Côte d’Ivoire'],
    ['Russian Federation', 'Russia'],
    ['Korea, Rep.', 'South Korea'],
    ['Bosnia and Herzegovina', 'Bosnia & Herzegovina'],
    ['The Bahamas', 'Bahamas'],
    ['St. Lucia', 'St. Lucia'],
    ['Kosovo', 'Kosovo'],
    ['XKX', 'Kosovo'],
    ['Singapore', 'Singapore'],
    ['Turkey', 'Türkiye'],
    // The atlas has a territory with the same code.
    ['AUS', 'Australia'],
    ['Ashmore and Cartier Is.', 'Ashmore and Cartier Is.'],
  ])('finds the country %s', async (value, name) => {
    const { find } = await loadWorld(value === 'Deutschland' ? 'de' : 'en')
    expect(find(value)?.keys).toContain(name)
  })

  it('names countries in the language of the map, and finds no country for other values', async () => {
    const { find, regions } = await loadWorld('de')
    expect(find('FRA')?.name).toBe('Frankreich')
    expect(regions.length).toBeGreaterThan(230)
    expect(['Atlantis', '', 'XX', '000'].map(find)).toEqual([undefined, undefined, undefined, undefined])
  })

  it('finds every country by its codes', async () => {
    const { find, regions } = await loadWorld('en')
    const numbered = regions.filter(({ keys }) => keys.some((key) => /^\d{3}$/.test(key)))
    const lost = numbered.filter((region) =>
      region.keys.some((key) => /^[A-Z]{2,3}$|^\d{3}$/.test(key) && find(key) !== region),
    )
    expect(lost.map(({ name }) => name)).toEqual([])
  })

  it('finds states of the US by name, postal code and FIPS code', async () => {
    const { find } = await loadRegions('us', 'en', undefined)
    expect(['CA', 'California', '06', '6', 'US-CA'].map((value) => find(value)?.name)).toEqual(
      Array.from({ length: 5 }, () => 'California'),
    )
    expect(find('Bavaria')).toBe(undefined)
  })

  it('reads the regions of a GeoJSON file, and finds them by every property but shared ones', async () => {
    const content = {
      type: 'FeatureCollection',
      features: [
        createFeature({ NAME: 'North', code: 'N1', country: 'X' }),
        createFeature({ NAME: 'South', code: 'S1', country: 'X' }),
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 1] } },
      ],
    }
    const ownRegions = await readCustomRegions(createFile('districts.geojson', content), mapStrings)
    const { find, regions } = await loadRegions('own', 'en', ownRegions)
    expect(regions.map(({ name }) => name)).toEqual(['North', 'South'])
    expect([find('n1')?.name, find('South')?.name, find('X')]).toEqual(['North', 'South', undefined])
  })

  it('reverses rings that would contain the rest of the globe', async () => {
    const ownRegions = await readCustomRegions(createFile('a.json', createFeature({ name: 'A' })), mapStrings)
    const { regions } = await loadRegions('own', 'en', ownRegions)
    expect(regions[0]!.feature.geometry.coordinates).toEqual(square.map((ring) => ring.toReversed()))
  })

  it('explains why a file cannot be used', async () => {
    const read = (content: unknown, size?: number) => readCustomRegions(createFile('a.json', content, size), mapStrings)
    await expect(read({ type: 'FeatureCollection', features: [] })).rejects.toThrow('no polygons')
    await expect(read(createFeature({}, [[[500_000, 5_000_000]]]))).rejects.toThrow('no polygons')
    await expect(read('null')).rejects.toThrow('no polygons')
    await expect(read('{')).rejects.toThrow()
    await expect(read('{}', 30e6)).rejects.toThrow('larger than 20 MB')
    const features = Array.from({ length: 20_001 }, () => createFeature({}))
    await expect(read({ type: 'FeatureCollection', features })).rejects.toThrow(
      '20,001 regions. The maximum is 20,000.',
    )
  })

  it('ignores values of a hostile file that are not names, and truncates long names', async () => {
    const nested = '['.repeat(50_000) + ']'.repeat(50_000)
    const geometry = JSON.stringify({ type: 'MultiPolygon', coordinates: [square, [[]]] })
    const long = 'x'.repeat(1_000_000)
    const content = `{ "type": "FeatureCollection", "features": [
      { "type": "Feature", "id": ${nested}, "properties": { "name": ${nested} }, "geometry": ${geometry} },
      { "type": "Feature", "id": 7, "properties": { "name": "${long}", "toString": 1 }, "geometry": ${geometry} },
      { "type": "Feature", "properties": null, "geometry": { "type": "Polygon", "coordinates": ${nested} } }
    ] }`
    const ownRegions = await readCustomRegions(createFile('a.json', content), mapStrings)
    const { find, regions } = await loadRegions('own', 'en', ownRegions)
    expect(regions.map(({ name, keys }) => [name.length, keys])).toEqual([
      [0, []],
      [200, ['7', '1']],
    ])
    expect(find('7')).toBe(regions[1])
  })
})

describe('suggested maps', () => {
  const number = (name: string) => ({ name, type: 'DOUBLE' })
  const text = (name: string) => ({ name, type: 'VARCHAR' })

  it.each([
    [['lat', 'lon'], 'lat', 'lon'],
    [['Latitude', 'Longitude'], 'Latitude', 'Longitude'],
    [['geo_lat', 'geo_lng'], 'geo_lat', 'geo_lng'],
    [['Breitengrad', 'Längengrad'], 'Breitengrad', 'Längengrad'],
  ])('draw points of %j', (names, latitude, longitude) => {
    expect(suggestMap([text('city'), ...names.map(number)])).toMatchObject({ mark: 'points', latitude, longitude })
    const columns = [number('city_id'), ...names.map(number), number('people')]
    expect(suggestMap(columns)).toMatchObject({ mark: 'points', value: 'people' })
  })

  it('draw regions by a column of countries or states', () => {
    expect(suggestMap([text('id'), text('country_code')])).toMatchObject({ mark: 'regions', area: 'world', region: 'country_code' }) // oxfmt-ignore
    expect(suggestMap([text('name'), text('state')])).toMatchObject({ area: 'us', region: 'state', measure: 'count' })
    expect(suggestMap([text('id'), text('region')])).toMatchObject({ mark: 'regions', region: 'region' })
    expect(suggestMap([text('id'), text('name')]), 'no guess').toMatchObject({ region: '' })
    const facts = [{ name: 'where', semantic: { type: 'country' } }]
    expect(suggestMap([text('name'), text('where')], facts)).toMatchObject({ region: 'where' })
  })

  it('change the column of regions with the area if it has the regions of the old area', () => {
    const columns = [text('country'), text('state'), text('note')]
    const world = suggestMap(columns)
    expect(world.region).toBe('country')
    const us = withArea(world, 'us', columns)
    expect(us).toMatchObject({ area: 'us', region: 'state' })
    expect(withArea(us, 'world', columns)).toEqual(world)
    expect(withArea({ ...world, region: 'note' }, 'us', columns).region).toBe('note')
    expect(withArea(world, 'us', [text('country')]).region).toBe('country')
  })

  it('show the values of a table with one row for each region', () => {
    const columns = [text('country'), number('year'), number('population')]
    const facts = [{ name: 'country', distinct: 3 }]
    expect(suggestMap(columns, facts, 3)).toMatchObject({ measure: 'sum', value: 'population' })
    expect(suggestMap(columns, facts, 9)).toMatchObject({ measure: 'count', value: '' })
    // Also when regions replace the points of its coordinates.
    const coordinateColumns = [number('lat'), number('lon'), ...columns]
    const points = suggestMap(coordinateColumns, facts, 3)
    expect(points).toMatchObject({ mark: 'points', measure: 'count' })
    expect(suggestRegionMeasure(points, coordinateColumns, facts, 3)).toEqual({ measure: 'sum', value: 'population' })
  })
})
