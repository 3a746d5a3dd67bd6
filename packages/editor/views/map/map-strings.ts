import { formatCount } from '@aw-flow/messages'
import type { GroupMeasure } from '@aw-flow/schema/internal'
import type { MapArea, MapSpec } from './map-spec.ts'

const pluralize = (count: number, one: string, other: string): string =>
  `${formatCount(count)} ${count === 1 ? one : other}`

/** UI strings of maps, loaded when the first map is shown. */
export const mapStrings = {
  label: 'Map',
  settings: 'Map settings',
  mark: 'Show',
  marks: { points: 'Points', regions: 'Regions' } satisfies Record<MapSpec['mark'], string>,
  area: 'Map',
  areas: { world: 'World', us: 'US states', own: 'GeoJSON file' } satisfies Record<MapArea, string>,
  chooseFile: 'Choose GeoJSON file…',
  noFile: 'Choose a GeoJSON file with the regions to draw. The file stays in this browser.',
  badFile: (name: string, reason: string): string => `“${name}” could not be read: ${reason}`,
  fileTooLarge: (megabytes: number): string => `The file is larger than ${formatCount(megabytes)} MB.`,
  fileWithTooManyRegions: (count: number, max: number): string =>
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
  } satisfies Record<GroupMeasure['function'], string>,
  value: 'Value',
  color: 'Color',
  none: 'None',
  chooseCoordinates: 'Choose the latitude and longitude columns.',
  chooseRegion: 'Choose the column with region names or codes.',
  empty: 'No rows have a location on this map.',
  noData: 'No data',
  other: '(other)',
  pointsTitle: (value: string): string => (value === '' ? 'Points' : `Points by ${value}`),
  regionsTitle: (measure: string, column: string, region: string): string =>
    `${column === '' ? measure : `${measure} of ${column}`} by ${region}`,
  pointCount: (points: number): string => pluralize(points, 'point', 'points'),
  regionCount: (regions: number): string => pluralize(regions, 'region', 'regions'),
  rows: (rows: number): string => pluralize(rows, 'row', 'rows'),
  sample: (points: number, rows: number): string => `${formatCount(points)} of ${pluralize(rows, 'row', 'rows')} shown`,
  filtered: (rows: number, total: number): string =>
    `Filtered: ${formatCount(rows)} of ${pluralize(total, 'row', 'rows')}`,
  withoutLocation: (rows: number): string => `${pluralize(rows, 'row', 'rows')} without a location on this map`,
  unmatched: (values: number, rows: number): string =>
    `${pluralize(values, 'value', 'values')} not on this map (${pluralize(rows, 'row', 'rows')})`,
  unmatchedValue: (value: string, rows: number): string => `${value}: ${pluralize(rows, 'row', 'rows')}`,
  moreValues: (values: number): string => `and ${formatCount(values)} more`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  keys: 'Arrow keys move between locations, + and - zoom, 0 shows all.',
}
export type MapStrings = typeof mapStrings
