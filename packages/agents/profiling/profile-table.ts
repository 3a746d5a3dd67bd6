import { name, sql, type Sql, type Tables } from '@aw-flow/engine'
import { typeFamily, type Column, type ColumnProfile, type TableProfile, type TableRef } from '@aw-flow/schema'
import { blanks, measuresOf, profileOf, type Measured } from './column-measures.ts'
import { countValues } from './count-values.ts'
import { findSemantic } from './find-semantic.ts'
import { askMeasures, profileSource, type ProfileSource } from './profile-source.ts'
import { sampleValues } from './sample-values.ts'
import { spreadColumn } from './spread-column.ts'

export interface ProfileOptions {
  signal?: AbortSignal
  /**
   * `counts`: only what is counted in one look at every row, all of it exact, which plans are made of. `first` (default):
   * also quantiles, histograms, top values and semantic types.
   */
  depth?: 'counts' | 'first'
  /** Looks at about so many rows only, evenly spread over the table, and says so in each column. */
  sample?: number
  /** Told each column when it is whole, in the order in which that happens. */
  onColumn?: (column: ColumnProfile) => void
}

const columnsAtOnce = 40
/** Up to here different values are counted in the same look as everything else. */
const smallRows = 50_000
/** Beyond, different values are estimated, and quantiles, histograms and top values are of a sample. */
const exactRows = 4_000_000
const sampleRows = 1_000_000
/** Columns with no more different values are known by these: they are read with their counts, and all else follows. */
const fewValues = 2_000

/**
 * What a table's columns hold: a statement or two for forty columns, and one or two for each column with many different
 * values. Equal in every place. Exact up to four million rows; beyond, `distinctIs` and `sampled` say what is not.
 */
export async function profileTable(
  tables: Tables,
  table: TableRef,
  options: ProfileOptions = {},
): Promise<TableProfile> {
  const { signal, depth = 'first', onColumn } = options
  const source = await profileSource(tables, table, options.sample ?? Infinity, signal)
  const narrow = source.rows > exactRows ? await profileSource(tables, table, sampleRows, signal) : source
  const columns: ColumnProfile[] = []
  for (let start = 0; start < table.columns.length; start += columnsAtOnce) {
    const part = table.columns.slice(start, start + columnsAtOnce)
    const profiled = await countColumns(source, part, depth === 'counts' || source.rows <= smallRows)
    if (depth === 'first') await describeColumns(source, narrow, part, profiled, onColumn)
    else await countShapes(source, profiled)
    columns.push(...profiled)
  }
  return { rows: source.rows, columns }
}

async function countColumns(
  source: ProfileSource,
  columns: readonly Column[],
  exact: boolean,
): Promise<ColumnProfile[]> {
  const measured: Measured[] = await askMeasures(
    source,
    columns.map((column) => measuresOf(column, exact, source.sample === undefined)),
  )
  return columns.map((column, index) => {
    const profile = profileOf(column, source.rows, measured[index]!, exact ? 'exact' : 'approximate')
    if (source.sample) profile.sampled = source.sample
    return profile
  })
}

/** Adds quantiles, histograms, top values and semantic types. */
async function describeColumns(
  source: ProfileSource,
  narrow: ProfileSource,
  columns: readonly Column[],
  profiles: readonly ColumnProfile[],
  onColumn: ProfileOptions['onColumn'],
): Promise<void> {
  const comparable = columns.map(({ type }) => typeFamily(type) !== 'nested')
  const few = profiles.filter(({ distinct }, index) => comparable[index] && distinct <= fewValues)
  const many = profiles.filter(({ distinct }, index) => comparable[index] && distinct > fewValues)
  const finish = (profile: ColumnProfile, values: Parameters<typeof findSemantic>[1]): void => {
    const semantic = findSemantic(profile, values, source.rows)
    if (semantic) profile.semantic = semantic
    onColumn?.(profile)
  }
  const counted = await countValues(source, few)
  await countShapes(source, few)
  for (const profile of few) finish(profile, counted.get(profile) ?? [])
  const samples = await sampleValues(source, many)
  for (const profile of many) {
    await spreadColumn(narrow, profile, samples.get(profile) ?? [])
    if (narrow.sample) profile.sampled = narrow.sample
  }
  await countShapes(source, many)
  for (const profile of many) finish(profile, samples.get(profile) ?? [])
  for (const [index, profile] of profiles.entries()) if (!comparable[index]) onColumn?.(profile)
}

/** Looks at the form of texts that differ in every row, which may be ids. */
async function countShapes(source: ProfileSource, profiles: readonly ColumnProfile[]): Promise<void> {
  const unique = profiles.filter(
    ({ texts, distinct, distinctIs }) => texts && source.rows > 0 && distinct === source.rows && distinctIs === 'exact',
  )
  const shapes = await askMeasures(
    source,
    unique.map(({ name: column, texts }): Partial<Record<'id' | 'code' | 'trimmed', Sql>> => ({
      id: sql`count(*) FILTER (regexp_full_match(${name(column)}, ${idShape}))`,
      code: sql`count(*) FILTER (regexp_full_match(${name(column)}, ${codeShape}))`,
      ...(texts!.untrimmed > 0 ? { trimmed: sql`count(DISTINCT trim(${name(column)}, ${blanks}))` } : {}),
    })),
  )
  unique.forEach((column, index) => {
    const { id, code, trimmed } = shapes[index]!
    column.texts!.unique = {
      idShaped: Number(id ?? 0),
      codeShaped: Number(code ?? 0),
      distinctTrimmed: Number(trimmed ?? column.distinct),
    }
  })
}

const idShape =
  '[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{16,64}|[A-Za-z]{1,6}[-_#/]?[0-9]{2,}[A-Za-z0-9-]{0,20}|[0-9]{4,}'
const codeShape = '[A-Z0-9]{2,12}'
