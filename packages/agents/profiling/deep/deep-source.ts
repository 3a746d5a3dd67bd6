import { message, type Text } from '@aw-flow/messages'
import { quoteIdentifier, tableName, waitForNextTask, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnProfile, ProfileSample } from '@aw-flow/schema/internal'
import { readCodes, type Codes } from './read-codes.ts'

/** The input for the steps of deep profiling. */
export type DeepSource = ReturnType<typeof createDeepSource>

/** Creates the input for deep profiling. */
export function createDeepSource(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
) {
  let codesPromise: Promise<Codes> | undefined
  const source = {
    table,
    /** SQL for the FROM clause. */
    relation: quoteIdentifier(tableName(table.id)),
    profile,
    signal,
    /** Returns the rows, or a sample of them, as codes. The codes are read on the first call. */
    getCodes: (): Promise<Codes> => (codesPromise ??= readCodes(source)),
    queryRows: (select: Sql): Promise<Record<string, Scalar>[]> => tables.rows(select, defined({ signal })),
    /** Yields to the event loop. Rejects if the signal is aborted. */
    async yieldToEventLoop(): Promise<void> {
      await waitForNextTask()
      signal?.throwIfAborted()
    },
  }
  return source
}

/** A column with its index in the table. */
export interface IndexedColumn extends ColumnProfile {
  index: number
}

/** Returns the columns that are not nested and have at least two distinct values. */
export const findComparableColumns = ({ profile }: DeepSource): IndexedColumn[] =>
  profile.columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ family, distinct }) => family !== 'nested' && distinct > 1)

/** Returns an object with the `sample` property of a finding, or an empty object if there is no sample. */
export const toSampleField = (sample: ProfileSample | undefined): { sample?: ProfileSample } => defined({ sample })

/** Adds the sample size and the margin of error to a finding's message, if the finding is based on a sample. */
export const addSampleInfo = (finding: Text, sample: ProfileSample | undefined): Text =>
  sample ? message('profile.sampled', { finding, rows: sample.rows, total: sample.of, error: sample.error }) : finding
