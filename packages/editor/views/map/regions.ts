import { geoArea } from 'd3-geo'
import { feature } from 'topojson-client'
import type { MapArea } from './map-spec.ts'
import { alpha3ByAlpha2, otherCountryNames, postalByFips } from './region-codes.ts'

type Ring = readonly (readonly number[])[]

/** A GeoJSON feature (RFC 7946) with polygons. @public */
export interface RegionFeature {
  /** Always `Feature`. */
  readonly type: 'Feature'
  /** An identifier of the region. Table values can match it. */
  readonly id?: string | number | undefined
  /** The region's properties. Strings and numbers are names or codes that table values can match. */
  readonly properties: Readonly<Record<string, unknown>> | null
  /** The polygons, in degrees (WGS 84). */
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] }
}

/** A region of the map. */
export interface Region {
  /** The display name. Country names are in the language of the map. */
  readonly name: string
  readonly feature: RegionFeature
  /** Names and codes that table values may use for the region. */
  readonly keys: readonly string[]
}

/** Finds regions by name or code. */
export interface RegionIndex {
  readonly regions: readonly Region[]
  find(value: string): Region | undefined
}

/** Regions from the user's GeoJSON file. @public */
export interface CustomRegions {
  /** The file name. */
  readonly name: string
  /** The features that have polygons. */
  readonly features: readonly RegionFeature[]
}

/** Loads the regions of an area. */
export async function loadRegions(
  area: MapArea,
  language: string,
  customRegions: CustomRegions | undefined,
): Promise<RegionIndex> {
  if (area === 'world') return indexRegions(await loadCountries(language))
  if (area === 'us') return indexRegions(await loadStates())
  return indexRegions((customRegions?.features ?? []).map(toCustomRegion))
}

async function loadCountries(language: string): Promise<Region[]> {
  const { default: atlas } = await import('world-atlas/countries-50m.json')
  const displayNames = ['en', language].flatMap((tag) =>
    (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames(tag, { type: 'region', fallback: 'none', style }),
    ),
  )
  const countries = feature(atlas, atlas.objects.countries).features
  const largestCountryById = new Map<unknown, { readonly country: object; readonly area: number }>()
  for (const country of countries) {
    const area = geoArea(country)
    if (area > (largestCountryById.get(country.id)?.area ?? 0)) largestCountryById.set(country.id, { country, area })
  }
  return countries.map((country): Region => {
    const { name } = country.properties
    // A small territory has the same code as its country, whose polygon is larger.
    const isTerritory = country.id !== undefined && largestCountryById.get(country.id)?.country !== country
    if (isTerritory) return { name, feature: country, keys: [name] }
    // `Intl` maps numeric ISO 3166-1 codes to two-letter codes.
    const code = country.id === undefined ? unnumberedCodes[name] : new Intl.Locale(`und-${country.id}`).region
    const names = code === undefined ? [] : displayNames.flatMap((displayName) => displayName.of(code) ?? [])
    const codes = code === undefined ? [] : [code, alpha3ByAlpha2.get(code) ?? code, ...(otherCountryNames[code] ?? [])]
    const numericCodes = country.id === undefined ? [] : [String(country.id), String(Number(country.id))]
    return {
      // The third name is the long one in the language of the map.
      name: names[2] ?? name,
      feature: country,
      keys: [name, ...names, ...codes, ...numericCodes],
    }
  })
}

/** Codes of countries without a number in the atlas, keyed by their name in the atlas. */
const unnumberedCodes: Readonly<Record<string, string>> = { Kosovo: 'XK' }

async function loadStates(): Promise<Region[]> {
  const { default: atlas } = await import('us-atlas/states-10m.json')
  return feature(atlas, atlas.objects.states).features.map((state): Region => {
    const { name } = state.properties
    const fips = String(state.id)
    const postalAbbreviation = postalByFips.get(fips) ?? fips
    return {
      name,
      feature: state,
      keys: [name, fips, String(Number(fips)), postalAbbreviation, `US-${postalAbbreviation}`],
    }
  })
}

function toCustomRegion(region: RegionFeature): Region {
  const properties = Object.entries(region.properties ?? {})
  const id = isKey(region.id) ? String(region.id) : undefined
  const exactName = properties.find(([key, value]) => /^name$/i.test(key) && typeof value === 'string')?.[1]
  const similarName = properties.find(([key, value]) => /name|nam$/i.test(key) && typeof value === 'string')?.[1]
  const name: unknown = exactName ?? similarName ?? properties.find(([, value]) => typeof value === 'string')?.[1] ?? id
  return {
    name: String(name ?? '').slice(0, maxKeyCharacters),
    feature: fixWindingOrder(region),
    keys: [
      ...(id === undefined ? [] : [id]),
      ...properties.flatMap(([, value]) => (isKey(value) ? [String(value)] : [])),
    ],
  }
}

const isKey = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= maxKeyCharacters)

/**
 * Indexes regions by their keys. A key shared by several regions, such as the code of their country, matches none of
 * them.
 */
function indexRegions(regions: readonly Region[]): RegionIndex {
  const regionByKey = new Map<string, Region | undefined>()
  for (const region of regions)
    for (const key of new Set(region.keys.map(normalize)))
      if (key !== '') regionByKey.set(key, regionByKey.has(key) && regionByKey.get(key) !== region ? undefined : region)
  return { regions, find: (value) => regionByKey.get(normalize(value)) }
}

/** Normalizes a name so that case, accents, punctuation and abbreviations do not matter. */
function normalize(text: string): string {
  const words = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'the')
  return words.map((word) => abbreviations[word] ?? word).join(' ')
}

const abbreviations: Readonly<Record<string, string>> = {
  st: 'saint',
  rep: 'republic',
  dem: 'democratic',
  is: 'islands',
}

const maxFileMegabytes = 20
/** Maximum number of regions in a file. Each region becomes an element of the page. */
const maxRegions = 20_000
/** Maximum length of a name or code, in characters. */
const maxKeyCharacters = 200

/**
 * Reads regions from a GeoJSON file.
 *
 * @throws If the file is too large, has too many regions, or has no polygons. The error message is the matching entry
 * of `errorMessages`. Also throws if the file is not valid JSON.
 */
export async function readCustomRegions(
  file: Pick<File, 'name' | 'size' | 'text'>,
  errorMessages: {
    readonly fileTooLarge: (megabytes: number) => string
    readonly fileWithTooManyRegions: (count: number, max: number) => string
    readonly fileWithoutRegions: string
  },
): Promise<CustomRegions> {
  if (file.size > maxFileMegabytes * 1e6) throw new Error(errorMessages.fileTooLarge(maxFileMegabytes))
  const content: unknown = JSON.parse(await file.text())
  const features = listFeatures(content).filter(isRegionFeature)
  if (features.length === 0) throw new Error(errorMessages.fileWithoutRegions)
  if (features.length > maxRegions) throw new Error(errorMessages.fileWithTooManyRegions(features.length, maxRegions))
  return { name: file.name, features }
}

function listFeatures(content: unknown): unknown[] {
  const { type, features } = (content ?? {}) as { type?: unknown; features?: unknown }
  return type === 'FeatureCollection' && Array.isArray(features) ? features : type === 'Feature' ? [content] : []
}

function isRegionFeature(candidate: unknown): candidate is RegionFeature {
  const { type, geometry } = (candidate ?? {}) as {
    type?: unknown
    geometry?: { type?: unknown; coordinates?: unknown }
  }
  if (type !== 'Feature' || !geometry || !Array.isArray(geometry.coordinates)) return false
  const polygons: unknown[] =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  return polygons.length > 0 && polygons.every(isPolygon)
}

const isPolygon = (rings: unknown): boolean =>
  Array.isArray(rings) && rings.length > 0 && rings.every((ring) => Array.isArray(ring) && ring.every(isPosition))

const isPosition = (position: unknown): boolean =>
  Array.isArray(position) &&
  typeof position[0] === 'number' &&
  typeof position[1] === 'number' &&
  Math.abs(position[0]) <= 180 &&
  Math.abs(position[1]) <= 90

/**
 * Reverses rings whose winding order makes d3-geo fill the rest of the globe instead of the region. GeoJSON requires
 * counterclockwise outer rings, but d3-geo expects clockwise ones.
 */
function fixWindingOrder(region: RegionFeature): RegionFeature {
  const { geometry } = region
  const fix = (rings: readonly Ring[]): readonly Ring[] =>
    geoArea({ type: 'Polygon', coordinates: rings }) > 2 * Math.PI ? rings.map((ring) => ring.toReversed()) : rings
  return geometry.type === 'Polygon'
    ? { ...region, geometry: { ...geometry, coordinates: fix(geometry.coordinates) } }
    : { ...region, geometry: { ...geometry, coordinates: geometry.coordinates.map(fix) } }
}
