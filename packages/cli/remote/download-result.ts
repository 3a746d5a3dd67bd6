import { defined } from '@aw-flow/schema'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { writeTableFile } from '../files/write-table.ts'
import type { RemoteServer } from './open-server.ts'

/** Downloads a result table of a run into a file, in the format that its extension selects. */
export async function downloadResult(
  server: RemoteServer,
  run: string,
  path: string,
  { node, csvForExcel }: { node?: string | undefined; csvForExcel?: boolean | undefined } = {},
): Promise<void> {
  // The response is requested before the file is opened, so that an error leaves no file.
  await writeTableFile(path, { csvForExcel }, async function* (format) {
    const query = new URLSearchParams({
      format: format === 'json' ? 'json-rows' : format,
      ...defined({ node }),
    })
    const { body } = await server.download(`/api/v1/runs/${encodeURIComponent(run)}/result?${query.toString()}`)
    if (body) yield* Readable.fromWeb(body as ReadableStream<Uint8Array>)
  })
}
