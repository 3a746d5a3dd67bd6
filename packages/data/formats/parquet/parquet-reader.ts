import { faultReason, FormatFault } from '../format-fault.ts'
import { TablesError, type OpenedTable, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { carriedTable, decodeStream } from '../arrow/carry-stream.ts'
import { finerTimes } from '../arrow/finer-times.ts'
import type { FormatReader } from '../format-reader.ts'
import { parquetEngine } from './parquet-engine.ts'
import { readParquetFooter } from './parquet-footer.ts'

/** So many cells are handed on at once. */
const batchCells = 4_000_000
/** A row group of DuckDB. */
const mostBatchRows = 122_880

/**
 * Parquet, of any compression: columns with their types, row group by row group. The library's own reading from a file
 * is not used: where it meets damage, its promises never settle.
 */
export const parquetReader: FormatReader = {
  parts: async () => [],

  async open(file, { place, signal, first }): Promise<OpenedTable> {
    const { readParquet, readSchema } = await parquetEngine(() => place.wasm('parquet'))
    const asDamaged = (cause: unknown, stop: AbortSignal | undefined): unknown =>
      stop?.aborted ? stop.reason : damagedParquet(file, cause)
    try {
      const footer = await readParquetFooter(file)
      const schemaStream = readSchema(footer.empty()).intoIPCStream()
      const { schema } = decodeStream(schemaStream)
      const width = Math.max(1, schema.fields.length)
      const batchSize = Math.max(1024, Math.min(mostBatchRows, Math.floor(batchCells / width)))
      async function* streams(columns: ReadonlySet<number> | undefined, stop: AbortSignal | undefined) {
        for (const index of footer.groups.keys()) {
          stop?.throwIfAborted()
          const table = readParquet(await footer.group(index, columns), { batchSize })
          for (const batch of table.recordBatches()) {
            stop?.throwIfAborted()
            yield batch.intoIPCStream()
          }
          if (columns && first !== undefined) return
        }
      }
      const isFiner = await finerTimes(schema, (columns) => streams(columns, signal))
      const { columns, problems, carry } = carriedTable(schema, { isFiner, ofBytes: footer.ofBytes })
      return {
        kind: 'table',
        columns,
        rows: footer.rows,
        problems,
        parquet: file,
        async *batches(stop) {
          try {
            let any = false
            for await (const stream of streams(undefined, stop)) {
              any = true
              yield carry(stream)
            }
            if (!any) yield carry(schemaStream)
          } catch (cause) {
            throw asDamaged(cause, stop)
          }
        },
      }
    } catch (cause) {
      throw asDamaged(cause, signal)
    }
  },
}

function damagedParquet({ name }: SourceFile, cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  const params = { file: name, format: 'Parquet', reason: faultReason(cause) }
  const where = { where: { file: name } }
  return new TablesError(
    isEncrypted(cause)
      ? error('load.file-damaged.encrypted', params, where)
      : error('load.file-damaged', params, where),
    cause,
  )
}

const isEncrypted = (cause: unknown): boolean =>
  cause instanceof FormatFault
    ? cause.reason.code.startsWith('file.fault.encrypted-')
    : cause instanceof Error && cause.message.includes('encrypted')
