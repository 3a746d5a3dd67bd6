import { FormatError } from '../format-error.ts'
import type { OpenedTable, SourceFile, TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { planTransfer, decodeStream } from '../arrow/transfer-stream.ts'
import { findNanosecondColumns } from '../arrow/find-nanosecond-columns.ts'
import { createTableLimit } from '../expansion-limit.ts'
import type { FormatReader } from '../format-reader.ts'
import { createReadError } from '../read-error.ts'
import { startParquetEngine } from './parquet-engine.ts'
import { readParquetFooter } from './parquet-footer.ts'

/** Maximum number of cells per batch. */
const maxBatchCells = 4_000_000
/** Maximum number of rows per batch, which is one DuckDB row group. */
const maxBatchRows = 122_880

/**
 * Reads Parquet files with any compression into typed columns, one row group at a time. The file reader of parquet-wasm
 * is not used, because its promises never settle if a file is damaged.
 */
export const parquetReader: FormatReader = {
  listParts: async () => [],

  async open(file, { platform, signal, maxBytes }): Promise<OpenedTable> {
    const { readParquet, readSchema } = await startParquetEngine(() => platform.loadWasm('parquet'))
    const toReadError = (cause: unknown, batchSignal: AbortSignal | undefined): unknown =>
      batchSignal?.aborted ? batchSignal.reason : createParquetReadError(file, cause)
    try {
      const footer = await readParquetFooter(file)
      // The size of the cells is known before they are unpacked, except of texts, which `readTable` counts.
      createTableLimit(file, 'parquet').count(Math.max(8 * footer.rows * footer.columnCount, footer.unpackedBytes))
      const schemaStream = readSchema(footer.createEmptyFile()).intoIPCStream()
      const { schema } = decodeStream(schemaStream)
      const width = Math.max(1, schema.fields.length)
      const batchSize = Math.max(1024, Math.min(maxBatchRows, Math.floor(maxBatchCells / width)))
      async function* readStreams(columns: ReadonlySet<number> | undefined, batchSignal: AbortSignal | undefined) {
        for (const index of footer.groups.keys()) {
          batchSignal?.throwIfAborted()
          const table = readParquet(await footer.readGroup(index, columns), { batchSize })
          for (const batch of table.recordBatches()) {
            batchSignal?.throwIfAborted()
            yield batch.intoIPCStream()
          }
          if (columns && maxBytes !== undefined) return
        }
      }
      const needsNanoseconds = await findNanosecondColumns(schema, (columns) => readStreams(columns, signal))
      const { columns, problems, convertStream } = planTransfer(schema, {
        needsNanoseconds,
        byteColumnTypes: footer.byteColumnTypes,
      })
      return {
        kind: 'table',
        columns,
        rows: footer.rows,
        problems,
        parquet: file,
        async *batches(batchSignal) {
          try {
            let hasYielded = false
            for await (const stream of readStreams(undefined, batchSignal)) {
              hasYielded = true
              yield convertStream(stream)
            }
            if (!hasYielded) yield convertStream(schemaStream)
          } catch (cause) {
            throw toReadError(cause, batchSignal)
          }
        },
      }
    } catch (cause) {
      throw toReadError(cause, signal)
    }
  },
}

const createParquetReadError = (file: SourceFile, cause: unknown): TablesError =>
  createReadError(file, 'Parquet', cause, (reason) => {
    const params = { file: file.name, format: 'Parquet', reason }
    const where = { where: { file: file.name } }
    return isEncrypted(cause)
      ? error('load.file-damaged.encrypted', params, where)
      : error('load.file-damaged', params, where)
  })

const isEncrypted = (cause: unknown): boolean =>
  cause instanceof FormatError
    ? cause.reason.code.startsWith('file.error.encrypted-')
    : cause instanceof Error && cause.message.includes('encrypted')
