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
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
  return new TablesError(
    error('load.file-damaged', `\`${name}\` is a Parquet file that cannot be read: ${said}.`, {
      where: { file: name },
      hint: said.includes('encrypted')
        ? 'Write it without encryption where it comes from.'
        : 'It was cut off or changed on its way: fetch it again from where it comes.',
    }),
    cause,
  )
}
