import type { Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import type { localizeCell as LocalizeCell } from '../localize-number.ts'
import type { readRows as ReadRows } from '../read-rows.ts'
import type { TableSource } from '../table-source.ts'
import type { MapSpec } from './map-spec.ts'
import type { MapStrings } from './map-strings.ts'
import type { Region, RegionIndex } from './regions.ts'

/** A point or region on the map and its value. */
export interface MapItem {
  readonly region?: Region | undefined
  readonly position?: readonly [longitude: number, latitude: number] | undefined
  /** The number that determines the color, if any. */
  readonly value: number | undefined
  /** The category that determines the color, if any. */
  readonly category?: string | undefined
  /** Tooltip lines, starting with the name. */
  readonly lines: readonly string[]
}

/** A value that does not match the name or code of any region. */
export interface UnmatchedValue {
  readonly value: string | undefined
  readonly rows: number
}

/** Data of a map. */
export interface MapData {
  readonly items: readonly MapItem[]
  /** Values that do not match a region, most frequent first. */
  readonly unmatched: readonly UnmatchedValue[]
  readonly categories: readonly string[]
  /** Number of rows that were read, and number of these rows without a location on the map. */
  readonly rowCounts: { readonly read: number; readonly withoutLocation: number }
  /** Number of rows that match the filters. */
  readonly total: number
  /** The same data as a table. */
  readonly table: TableSource
}

/**
 * Functions and values that the element passes in, because importing them here would add modules shared with the
 * element to the initial page load.
 */
export interface MapHelpers {
  readonly readRows: typeof ReadRows
  readonly localizeCell: typeof LocalizeCell
  readonly nullLabel: string
  /** Maximum number of categories with a color of their own. */
  readonly maxCategories: number
}

interface MapContext extends MapHelpers {
  readonly language: string
  readonly strings: MapStrings
}

const maxPoints = 5_000
const sampleBlockCount = 20
const maxTooltipColumns = 8
const maxGroups = 20_000

/** Reads rows as points. A large table is sampled in evenly spaced blocks of rows. */
export async function readPoints(source: TableSource, spec: MapSpec, context: MapContext): Promise<MapData> {
  const { columns } = source
  const findIndex = (name: string): number => columns.findIndex((column) => column.name === name)
  const [latitude, longitude, value] = [spec.latitude, spec.longitude, spec.value].map(findIndex) as [
    number,
    number,
    number,
  ]
  const isNumber = getTypeFamily(columns[value]?.type ?? '') === 'number'
  const rows = await readSample(source, context)
  const items = rows.flatMap((row): MapItem[] => {
    const position = [toDegrees(row[longitude], 180), toDegrees(row[latitude], 90)] as const
    if (position[0] === undefined || position[1] === undefined) return []
    const cell = row[value]
    return [
      {
        position: position as readonly [number, number],
        value: isNumber && cell !== undefined ? Number(cell) : undefined,
        category: value < 0 || isNumber ? undefined : (cell ?? context.nullLabel),
        lines: describeRow(row, columns, context),
      },
    ]
  })
  const categories = listCategories(items, context.maxCategories)
  return {
    items: items.map((item) =>
      item.category === undefined || categories.includes(item.category)
        ? item
        : { ...item, category: context.strings.other },
    ),
    unmatched: [],
    categories,
    rowCounts: { read: rows.length, withoutLocation: rows.length - items.length },
    total: source.rows,
    table: source,
  }
}

async function readSample(source: TableSource, context: MapContext): Promise<(string | undefined)[][]> {
  const read = async (offset: number, limit: number) =>
    context.readRows(await source.page(offset, limit), source.columns.length)
  if (source.rows <= maxPoints) return read(0, maxPoints)
  const rowsPerBlock = maxPoints / sampleBlockCount
  const blocks = Array.from({ length: sampleBlockCount }, (_, block) =>
    read(Math.floor((block * (source.rows - rowsPerBlock)) / (sampleBlockCount - 1)), rowsPerBlock),
  )
  return (await Promise.all(blocks)).flat()
}

function toDegrees(cell: string | undefined, max: number): number | undefined {
  const degrees = cell === undefined || cell === '' ? Number.NaN : Number(cell)
  return Math.abs(degrees) <= max ? degrees : undefined
}

/** Returns the tooltip lines of a row. The first non-null text value, usually a name, comes first. */
function describeRow(
  row: readonly (string | undefined)[],
  columns: readonly Column[],
  { language, nullLabel, localizeCell }: MapContext,
): string[] {
  const first = columns.findIndex(({ type }, index) => getTypeFamily(type) === 'text' && row[index] !== undefined)
  const others = columns.flatMap(({ name, type }, index) =>
    index === first
      ? []
      : [`${name}: ${row[index] === undefined ? nullLabel : localizeCell(row[index], type, language)}`],
  )
  return [...(first < 0 ? [] : [row[first]!]), ...others].slice(0, maxTooltipColumns)
}

/** Returns the `max` most frequent categories. */
function listCategories(items: readonly MapItem[], max: number): string[] {
  const counts = new Map<string, number>()
  for (const { category } of items) if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts]
    .toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .slice(0, max)
    .map(([name]) => name)
}

/** Aggregates the rows by the values of the region column, and matches these values to regions of the map. */
export async function readRegions(
  source: TableSource,
  spec: MapSpec,
  index: RegionIndex,
  { language, strings, localizeCell, readRows }: MapContext,
): Promise<MapData> {
  const isCount = spec.measure === 'count' || spec.value === ''
  const isWeighted = !isCount && !isMergedWithoutWeights(spec.measure)
  const { source: groups } = await source.derive!({
    kind: 'groups',
    groups: {
      by: [spec.region],
      measures: [
        { function: 'count', column: '' },
        ...(isCount ? [] : [{ function: spec.measure, column: spec.value }]),
        ...(isWeighted ? [{ function: 'count' as const, column: spec.value }] : []),
      ],
    },
    filters: [],
  })
  const rows = readRows(await groups.page(0, maxGroups), groups.columns.length)
  const measure = groups.columns[isCount ? 1 : 2]!
  const valueByRegion = new Map<Region, RegionValue & { readonly rowCount: number }>()
  const unmatched: UnmatchedValue[] = []
  for (const row of rows) {
    const [regionName, count = '0'] = row
    const region = regionName === undefined ? undefined : index.find(regionName)
    const measureText = row[isCount ? 1 : 2]
    if (!region) unmatched.push({ value: regionName, rows: Number(count) })
    else {
      const existingValue = valueByRegion.get(region)
      const value = measureText === undefined ? undefined : Number(measureText)
      const weight = Number(isWeighted ? row[3] : count)
      valueByRegion.set(region, {
        value: mergeValues(existingValue, { value, weight }, spec),
        weight: (existingValue?.weight ?? 0) + weight,
        rowCount: (existingValue?.rowCount ?? 0) + Number(count),
      })
    }
  }
  const title = strings.regionsTitle(
    strings.measures[isCount ? 'count' : spec.measure],
    isCount ? '' : spec.value,
    spec.region,
  )
  const items = [...valueByRegion].map(([region, { value, rowCount }]): MapItem => ({
    region,
    value,
    lines: [
      region.name,
      `${title}: ${value === undefined ? strings.noData : localizeCell(String(value), measure.type, language)}`,
      ...(isCount ? [] : [strings.rows(rowCount)]),
    ],
  }))
  return {
    items: items.toSorted(
      (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || (a.lines[0]! < b.lines[0]! ? -1 : 1),
    ),
    unmatched: unmatched.toSorted((a, b) => b.rows - a.rows),
    categories: [],
    rowCounts: { read: source.rows, withoutLocation: unmatched.reduce((sum, { rows }) => sum + rows, 0) },
    total: source.rows,
    table: groups,
  }
}

interface RegionValue {
  readonly value: number | undefined
  /** Number of aggregated cells that are not null. */
  readonly weight: number
}

/** Whether the merged value of several groups is computed from the groups' values alone, without weights. */
const isMergedWithoutWeights = (measure: MapSpec['measure']): boolean =>
  ['count', 'sum', 'min', 'max', 'count-distinct'].includes(measure)

/**
 * Merges the values of two spellings of the same region. Means are weighted by the number of cells that are not null.
 * Medians are approximated in the same way, and distinct counts by the larger of the two.
 */
function mergeValues(a: RegionValue | undefined, b: RegionValue, { measure, value }: MapSpec): number | undefined {
  if (a?.value === undefined || b.value === undefined) return a?.value ?? b.value
  if (measure === 'count' || measure === 'sum' || value === '') return a.value + b.value
  if (measure === 'min') return Math.min(a.value, b.value)
  if (measure === 'max' || measure === 'count-distinct') return Math.max(a.value, b.value)
  return (a.value * a.weight + b.value * b.weight) / (a.weight + b.weight)
}
