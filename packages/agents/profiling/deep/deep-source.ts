import { message, type Text } from '@aw-flow/messages'
import { name, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { ColumnProfile, ProfileSample, TableProfile, TableRef } from '@aw-flow/schema'
import { readCodes, type Codes } from './read-codes.ts'

/** What the steps of a deep profile look at. */
export interface DeepSource {
  table: TableRef
  /** The whole table, in SQL. */
  whole: Sql
  profile: TableProfile
  signal: AbortSignal | undefined
  /** Some rows as numbers, read when first asked for. */
  codes(): Promise<Codes>
  rows(select: Sql): Promise<Record<string, Scalar>[]>
  /** Lets others have their turn in between, such as who wants it to stop. */
  breathe(): Promise<void>
}

export function deepSource(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): DeepSource {
  let read: Promise<Codes> | undefined
  const source: DeepSource = {
    table,
    whole: name(tableName(table.id)),
    profile,
    signal,
    codes: () => (read ??= readCodes(source)),
    rows: (select) => tables.rows(select, signal ? { signal } : {}),
    async breathe() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0))
      signal?.throwIfAborted()
    },
  }
  return source
}

/** A column with its place in the table. */
export interface PlacedColumn extends ColumnProfile {
  index: number
}

/** The columns whose values can be compared and are not all the same. */
export const comparableColumns = ({ profile }: DeepSource): PlacedColumn[] =>
  profile.columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ family, distinct }) => family !== 'nested' && distinct > 1)

export const sampled = (sample: ProfileSample | undefined): { sample?: ProfileSample } => (sample ? { sample } : {})

/** Adds to a finding that it is based on a sample, with the error. */
export const ofSample = (finding: Text, sample: ProfileSample | undefined): Text =>
  sample ? message('profile.sampled', { finding, rows: sample.rows, total: sample.of, error: sample.error }) : finding
