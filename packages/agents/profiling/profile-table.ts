import { quoteIdentifier, sql, type Sql, type Tables } from '@aw-flow/engine'
import type { Column, TableProfile, TableRef } from '@aw-flow/schema'
import { getTypeFamily, type ColumnProfile } from '@aw-flow/schema/internal'
import { whitespace, compileMeasures, toProfile, type MeasureValues } from './column-measures.ts'
import { countValues } from './count-values.ts'
import { findSemanticType } from './find-semantic-type.ts'
import { queryMeasures, createProfileSource, type ProfileSource } from './profile-source.ts'
import { sampleValues } from './sample-values.ts'
import { completeHighCardinalityProfile } from './complete-high-cardinality-profile.ts'

/** Options for profiling a table. @public */
export interface ProfileOptions {
  /** Aborts profiling. */
  signal?: AbortSignal
  /**
   * How much to compute. `counts`: only the exact counts that plans need, from one scan of the rows. `first` (default):
   * also quantiles, histograms, top values and semantic types.
   */
  depth?: 'counts' | 'first'
  /**
   * Maximum number of evenly spaced rows to profile. If the table has more rows, each column's profile states the
   * sample. Default: all rows.
   */
  sample?: number
  /** Called with each column's profile as soon as it is complete. */
  onColumn?: (column: ColumnProfile) => void
}

const columnsPerBatch = 8
/** Maximum number of rows for which distinct values are counted in the same scan as all other measures. */
const maxSingleScanRows = 50_000
/**
 * Maximum number of rows for an exact profile. For larger tables, distinct values are estimated, and quantiles,
 * histograms and top values are based on a sample.
 */
const maxExactRows = 4_000_000
/** Maximum number of rows in the sample of a larger table. */
const maxSampledRows = 1_000_000
/** Maximum number of distinct values for which a column is profiled based on the counts of its values. */
const maxCountedValues = 2_000

/**
 * Profiles the columns of a table: types, nulls, distinct values, ranges, quantiles, histograms, top values and
 * semantic types. This takes one or two statements per 40 columns, and one or two per column with many distinct values.
 * The profile is exact for up to four million rows. For larger tables, `distinctIs` and `sampled` indicate which
 * figures are estimates. The profile is deterministic and identical in the browser and Node.js.
 *
 * @throws The signal's reason if the signal is aborted.
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
  const source = await createProfileSource(tables, table, options.sample ?? Infinity, signal)
  const sampleSource =
    source.rows > maxExactRows ? await createProfileSource(tables, table, maxSampledRows, signal) : source
  const columns: ColumnProfile[] = []
  for (let start = 0; start < table.columns.length; start += columnsPerBatch) {
    const batch = table.columns.slice(start, start + columnsPerBatch)
    const profiles = await measureColumns(source, batch, depth === 'counts' || source.rows <= maxSingleScanRows)
    if (depth === 'first') await describeColumns(source, sampleSource, batch, profiles, onColumn)
    else await countShapes(source, profiles)
    columns.push(...profiles)
  }
  return { rows: source.rows, columns }
}

async function measureColumns(
  source: ProfileSource,
  columns: readonly Column[],
  isExact: boolean,
): Promise<ColumnProfile[]> {
  const measures: MeasureValues[] = await queryMeasures(
    source,
    columns.map((column) => compileMeasures(column, isExact, source.sample === undefined)),
  )
  return columns.map((column, index) => {
    const profile = toProfile(column, source.rows, measures[index]!, isExact ? 'exact' : 'approximate')
    if (source.sample) profile.sampled = source.sample
    return profile
  })
}

/** Adds quantiles, histograms, top values and semantic types to the profiles. */
async function describeColumns(
  source: ProfileSource,
  sampleSource: ProfileSource,
  columns: readonly Column[],
  profiles: readonly ColumnProfile[],
  onColumn: ProfileOptions['onColumn'],
): Promise<void> {
  const comparableFlags = columns.map(({ type }) => getTypeFamily(type) !== 'nested')
  const lowCardinalityProfiles = profiles.filter(
    ({ distinct }, index) => comparableFlags[index] && distinct <= maxCountedValues,
  )
  const highCardinalityProfiles = profiles.filter(
    ({ distinct }, index) => comparableFlags[index] && distinct > maxCountedValues,
  )
  const completeProfile = (profile: ColumnProfile, values: Parameters<typeof findSemanticType>[1]): void => {
    const semantic = findSemanticType(profile, values, source.rows)
    if (semantic) profile.semantic = semantic
    onColumn?.(profile)
  }
  const valuesByColumn = await countValues(source, lowCardinalityProfiles)
  await countShapes(source, lowCardinalityProfiles)
  for (const profile of lowCardinalityProfiles) completeProfile(profile, valuesByColumn.get(profile) ?? [])
  const samples = await sampleValues(source, highCardinalityProfiles)
  for (const profile of highCardinalityProfiles) {
    await completeHighCardinalityProfile(sampleSource, profile, samples.get(profile) ?? [])
    if (sampleSource.sample) profile.sampled = sampleSource.sample
  }
  await countShapes(source, highCardinalityProfiles)
  for (const profile of highCardinalityProfiles) completeProfile(profile, samples.get(profile) ?? [])
  for (const [index, profile] of profiles.entries()) if (!comparableFlags[index]) onColumn?.(profile)
}

/** Counts how many values look like IDs or codes, for text columns whose values are unique. */
async function countShapes(source: ProfileSource, profiles: readonly ColumnProfile[]): Promise<void> {
  const uniqueColumns = profiles.filter(
    ({ texts, distinct, distinctIs }) => texts && source.rows > 0 && distinct === source.rows && distinctIs === 'exact',
  )
  const shapes = await queryMeasures(
    source,
    uniqueColumns.map(({ name: column, texts }): Partial<Record<'id' | 'code' | 'trimmed', Sql>> => ({
      id: sql`count(*) FILTER (regexp_full_match(${quoteIdentifier(column)}, ${idPattern}))`,
      code: sql`count(*) FILTER (regexp_full_match(${quoteIdentifier(column)}, ${codePattern}))`,
      ...(texts!.untrimmed > 0
        ? { trimmed: sql`count(DISTINCT trim(${quoteIdentifier(column)}, ${whitespace}))` }
        : {}),
    })),
  )
  uniqueColumns.forEach((column, index) => {
    const { id, code, trimmed } = shapes[index]!
    column.texts!.unique = {
      idShaped: Number(id ?? 0),
      codeShaped: Number(code ?? 0),
      distinctTrimmed: Number(trimmed ?? column.distinct),
    }
  })
}

const idPattern =
  '[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{16,64}|[A-Za-z]{1,6}[-_#/]?[0-9]{2,}[A-Za-z0-9-]{0,20}|[0-9]{4,}'
const codePattern = '[A-Z0-9]{2,12}'
