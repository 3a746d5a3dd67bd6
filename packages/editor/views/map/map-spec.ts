import { defined, type Column } from '@aw-flow/schema'
import { getTypeFamily, type ColumnFacts, type GroupMeasure } from '@aw-flow/schema/internal'

/**
 * The area that a map shows: the countries of the world, the US states, or the regions of the user's GeoJSON file.
 *
 * @public
 */
export type MapArea = 'world' | 'us' | 'own'

/** A map specification: what to draw, and from which columns. An empty column name means no column. @public */
export interface MapSpec {
  /** Whether to draw rows as points, or regions colored by an aggregate of their rows. */
  readonly mark: 'points' | 'regions'
  /** The area to show. */
  readonly area: MapArea
  /** The column with the latitude of each point, in degrees. */
  readonly latitude: string
  /** The column with the longitude of each point, in degrees. */
  readonly longitude: string
  /** The column with region names or codes. */
  readonly region: string
  /** The aggregate computed for each region. */
  readonly measure: GroupMeasure['function']
  /** The column to aggregate or, for points, the column that determines the color. */
  readonly value: string
}

const latitudeName = /^(geo)?[ _.-]?(lat|latitude|breite|breitengrad|geografische breite)([ _.-]?(deg|wgs84))?$/i
const longitudeName =
  /^(geo)?[ _.-]?(lon|lng|long|longitude|länge|laenge|längengrad|laengengrad)([ _.-]?(deg|wgs84))?$/i
const stateName = /^(us[ _.-]?)?(state|states|fips|state[ _.-]?(code|name|fips|abbr)|bundesstaat)$/i
const countryName =
  /(^|[ _.-])(country|countries|nation|land|länder|staat|pays|país|iso|iso[ _.-]?[23]|iso[ _.-]?a[23]|alpha[ _.-]?[23])($|[ _.-])|^country/i
const regionName = /^(regions?|provinces?|provinz|bundesland)([ _.-]?(name|code|id))?$/i
const idName = /(^|[ _.-])(id|key|code|zip|year|jahr)$/i

const findStateColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ name }) => stateName.test(name))
const findCountryColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ name }) => countryName.test(name))

/**
 * Changes the area of a map. If the region column contains countries and the new area is the US, it is replaced with a
 * column of states, and vice versa for the world.
 */
export function withArea(spec: MapSpec, area: MapArea, columns: readonly Column[]): MapSpec {
  const [states, countries] = [findStateColumn(columns)?.name, findCountryColumn(columns)?.name]
  const newRegion = area === 'us' && spec.region === countries ? states : area === 'world' && spec.region === states ? countries : undefined // oxfmt-ignore
  return { ...spec, area, ...defined({ region: newRegion }) }
}

/** Finds the first number column that contains neither places nor ids. */
const findValueColumn = (
  columns: readonly Column[],
  { latitude, longitude, region }: Pick<MapSpec, 'latitude' | 'longitude' | 'region'>,
): Column | undefined =>
  columns.find(
    ({ name, type }) =>
      getTypeFamily(type) === 'number' && ![latitude, longitude, region].includes(name) && !idName.test(name),
  )

/**
 * Suggests the measure that colors the regions: the first suitable number column if the table has one row per region,
 * and the row count otherwise.
 */
export function suggestRegionMeasure(
  places: Pick<MapSpec, 'latitude' | 'longitude' | 'region'>,
  columns: readonly Column[],
  metadata: readonly ColumnFacts[],
  rowCount: number,
): Pick<MapSpec, 'measure' | 'value'> {
  const hasOneRowPerRegion = rowCount > 0 && metadata.find(({ name }) => name === places.region)?.distinct === rowCount
  const valueColumn = findValueColumn(columns, places)
  return hasOneRowPerRegion && valueColumn
    ? { measure: 'sum', value: valueColumn.name }
    : { measure: 'count', value: '' }
}

/** Suggests a map specification, with points colored by the first suitable number column, based on the columns' names, types and values. */
export function suggestMap(columns: readonly Column[], metadata: readonly ColumnFacts[] = [], rowCount = 0): MapSpec {
  const factsByName = new Map(metadata.map((fact) => [fact.name, fact]))
  const numberColumns = columns.filter(({ type }) => getTypeFamily(type) === 'number')
  const latitude = numberColumns.find(({ name }) => latitudeName.test(name))?.name ?? ''
  const longitude = numberColumns.find(({ name }) => longitudeName.test(name))?.name ?? ''
  const state = findStateColumn(columns)
  const country =
    columns.find(({ name }) => factsByName.get(name)?.semantic?.type === 'country') ?? findCountryColumn(columns)
  const region = country ?? state
  const hasCoordinates = latitude !== '' && longitude !== ''
  const locationColumns = { latitude, longitude, region: region?.name ?? '' }
  return {
    mark: hasCoordinates ? 'points' : 'regions',
    area: region !== undefined && region === state && !country ? 'us' : 'world',
    latitude,
    longitude,
    // Other regions come from the user's file.
    region: region?.name ?? columns.find(({ name }) => regionName.test(name))?.name ?? '',
    ...(hasCoordinates
      ? { measure: 'count', value: findValueColumn(columns, locationColumns)?.name ?? '' }
      : suggestRegionMeasure(locationColumns, columns, metadata, rowCount)),
  }
}
