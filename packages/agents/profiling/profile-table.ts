import { name, sql, type Sql, type Tables } from '@aw-flow/engine'
import { typeFamily, type Column, type ColumnProfile, type TableProfile, type TableRef } from '@aw-flow/schema'
import { whitespace, measuresOf, profileOf, type Measured } from './column-measures.ts'
import { countValues } from './count-values.ts'
import { findSemantic } from './find-semantic.ts'
import { queryMeasures, profileSource, type ProfileSource } from './profile-source.ts'
import { sampleValues } from './sample-values.ts'
import { spreadColumn } from './spread-column.ts'

/** @public */
export interface ProfileOptions {
  signal?: AbortSignal
  /**
   * `counts`: only exact counts from one scan of the rows, as plans need them. `first` (default): also quantiles,
   * histograms, top values and semantic types.
   */
  depth?: 'counts' | 'first'
  /** Number of rows of an evenly spaced sample; each column reports it. */
  sample?: number
  /** Called with each column when its profile is complete. */
  onColumn?: (column: ColumnProfile) => void
}

const batchColumns = 40
/** In tables of up to this number of rows, distinct values are counted in the same scan as all other measures. */
const smallRows = 50_000
/** In larger tables, distinct values are estimated, and quantiles, histograms and top values are from a sample. */
const exactRows = 4_000_000
const sampleRows = 1_000_000
/** Columns with up to this number of distinct values are measured from their values with counts. */
const maxCountedValues = 2_000

/**
 * Profiles the columns of a table: types, nulls, distinct values, ranges, quantiles, histograms, top values and
 * semantic types. Takes one or two statements per 40 columns, and one or two per column with many distinct values.
 * Exact for up to four million rows; for larger tables, `distinctIs` and `sampled` report what is estimated.
 * Deterministic: the browser and Node.js give the same profile.
 *
 * @throws The signal's reason when it is aborted.
 *
 * @example
 * const { columns } = await profileTable(tables, table)
 * @internal
 */
export async function profileTable(
  tables: Tables,
  table: TableRef,
  options: ProfileOptions = {},
): Promise<TableProfile> {
  const { signal, depth = 'first', onColumn } = options
  const source = await profileSource(tables, table, options.sample ?? Infinity, signal)
  const sample = source.rows > exactRows ? await profileSource(tables, table, sampleRows, signal) : source
  const columns: ColumnProfile[] = []
  for (let start = 0; start < table.columns.length; start += batchColumns) {
    const part = table.columns.slice(start, start + batchColumns)
    const profiled = await countColumns(source, part, depth === 'counts' || source.rows <= smallRows)
    if (depth === 'first') await describeColumns(source, sample, part, profiled, onColumn)
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
  const measured: Measured[] = await queryMeasures(
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
  sample: ProfileSource,
  columns: readonly Column[],
  profiles: readonly ColumnProfile[],
  onColumn: ProfileOptions['onColumn'],
): Promise<void> {
  const comparable = columns.map(({ type }) => typeFamily(type) !== 'nested')
  const few = profiles.filter(({ distinct }, index) => comparable[index] && distinct <= maxCountedValues)
  const many = profiles.filter(({ distinct }, index) => comparable[index] && distinct > maxCountedValues)
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
    await spreadColumn(sample, profile, samples.get(profile) ?? [])
    if (sample.sample) profile.sampled = sample.sample
  }
  await countShapes(source, many)
  for (const profile of many) finish(profile, samples.get(profile) ?? [])
  for (const [index, profile] of profiles.entries()) if (!comparable[index]) onColumn?.(profile)
}

/** Counts texts with the form of ids and codes in columns of unique texts. */
async function countShapes(source: ProfileSource, profiles: readonly ColumnProfile[]): Promise<void> {
  const unique = profiles.filter(
    ({ texts, distinct, distinctIs }) => texts && source.rows > 0 && distinct === source.rows && distinctIs === 'exact',
  )
  const shapes = await queryMeasures(
    source,
    unique.map(({ name: column, texts }): Partial<Record<'id' | 'code' | 'trimmed', Sql>> => ({
      id: sql`count(*) FILTER (regexp_full_match(${name(column)}, ${idShape}))`,
      code: sql`count(*) FILTER (regexp_full_match(${name(column)}, ${codeShape}))`,
      ...(texts!.untrimmed > 0 ? { trimmed: sql`count(DISTINCT trim(${name(column)}, ${whitespace}))` } : {}),
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
