import { formatCount } from '@aw-flow/messages'
import type { GroupMeasure } from '@aw-flow/schema'
import { loadLazyTexts } from '../../language/languages.ts'
import type { MapArea, MapSpec } from './map-spec.ts'

/** UI strings of maps, loaded when the first map is shown. */
export interface MapStrings {
  readonly label: string
  readonly settings: string
  readonly mark: string
  readonly marks: Readonly<Record<MapSpec['mark'], string>>
  readonly area: string
  readonly areas: Readonly<Record<MapArea, string>>
  readonly chooseFile: string
  readonly noFile: string
  readonly badFile: (name: string, reason: string) => string
  readonly fileTooLarge: (megabytes: number) => string
  readonly fileWithTooManyRegions: (count: number, max: number) => string
  readonly fileWithoutRegions: string
  readonly latitude: string
  readonly longitude: string
  readonly region: string
  readonly measure: string
  readonly measures: Readonly<Record<GroupMeasure['function'], string>>
  readonly value: string
  readonly color: string
  readonly none: string
  readonly chooseCoordinates: string
  readonly chooseRegion: string
  readonly empty: string
  readonly noData: string
  readonly other: string
  readonly pointsTitle: (value: string) => string
  readonly regionsTitle: (measure: string, column: string, region: string) => string
  readonly pointCount: (points: number) => string
  readonly regionCount: (regions: number) => string
  readonly rows: (rows: number) => string
  readonly sample: (points: number, rows: number) => string
  readonly filtered: (rows: number, total: number) => string
  readonly withoutLocation: (rows: number) => string
  readonly unmatched: (values: number, rows: number) => string
  readonly unmatchedValue: (value: string, rows: number) => string
  readonly moreValues: (values: number) => string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly fit: string
  readonly keys: string
}

const pluralize = (count: number, one: string, other: string): string =>
  `${formatCount(count)} ${count === 1 ? one : other}`

/** English UI strings. */
export const mapStrings: MapStrings = {
  label: 'Map',
  settings: 'Map settings',
  mark: 'Show',
  marks: { points: 'Points', regions: 'Regions' },
  area: 'Map',
  areas: { world: 'World', us: 'US states', own: 'GeoJSON file' },
  chooseFile: 'Choose GeoJSON file…',
  noFile: 'Choose a GeoJSON file with the regions to draw. The file stays in this browser.',
  badFile: (name, reason) => `“${name}” could not be read: ${reason}`,
  fileTooLarge: (megabytes) => `The file is larger than ${formatCount(megabytes)} MB.`,
  fileWithTooManyRegions: (count, max) =>
    `The file has ${formatCount(count)} regions. The maximum is ${formatCount(max)}.`,
  fileWithoutRegions: 'The file has no polygons. Use a FeatureCollection of polygons, in degrees (WGS 84).',
  latitude: 'Latitude',
  longitude: 'Longitude',
  region: 'Region',
  measure: 'Aggregation',
  measures: {
    count: 'Count',
    'count-distinct': 'Distinct values',
    sum: 'Sum',
    mean: 'Mean',
    median: 'Median',
    min: 'Minimum',
    max: 'Maximum',
  },
  value: 'Value',
  color: 'Color',
  none: 'None',
  chooseCoordinates: 'Choose the latitude and longitude columns.',
  chooseRegion: 'Choose the column with region names or codes.',
  empty: 'No rows have a location on this map.',
  noData: 'No data',
  other: '(other)',
  pointsTitle: (value) => (value === '' ? 'Points' : `Points by ${value}`),
  regionsTitle: (measure, column, region) => `${column === '' ? measure : `${measure} of ${column}`} by ${region}`,
  pointCount: (points) => pluralize(points, 'point', 'points'),
  regionCount: (regions) => pluralize(regions, 'region', 'regions'),
  rows: (rows) => pluralize(rows, 'row', 'rows'),
  sample: (points, rows) => `${formatCount(points)} of ${pluralize(rows, 'row', 'rows')} shown`,
  filtered: (rows, total) => `Filtered: ${formatCount(rows)} of ${pluralize(total, 'row', 'rows')}`,
  withoutLocation: (rows) => `${pluralize(rows, 'row', 'rows')} without a location on this map`,
  unmatched: (values, rows) =>
    `${pluralize(values, 'value', 'values')} not on this map (${pluralize(rows, 'row', 'rows')})`,
  unmatchedValue: (value, rows) => `${value}: ${pluralize(rows, 'row', 'rows')}`,
  moreValues: (values) => `and ${formatCount(values)} more`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  keys: 'Arrow keys move between locations, + and - zoom, 0 shows all.',
}

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export const loadMapStrings = (locale: string): Promise<MapStrings> => loadLazyTexts(locale, 'map', mapStrings)
