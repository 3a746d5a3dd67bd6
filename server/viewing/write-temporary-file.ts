import type { Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Writes a temporary file and returns a stream of it. The file is removed when the stream is closed. */
export async function writeTemporaryFile(
  folder: string,
  write: (path: string) => Promise<{ problem?: Problem | undefined }>,
): Promise<{ stream: Readable; problem?: undefined } | { problem: Problem }> {
  const result = await withTemporaryFile(folder, write)
  return result.problem ? { problem: result.problem } : { stream: result.openStream() }
}

/**
 * Calls `write` with the path of a temporary file, which `write` may create. The file is removed if `write` fails;
 * otherwise, it is removed when the stream is closed.
 */
export async function withTemporaryFile<Result extends { problem?: Problem | undefined }>(
  folder: string,
  write: (path: string) => Promise<Result>,
): Promise<Result & { openStream(): Readable }> {
  const path = join(folder, `download-${randomUUID()}`)
  const remove = (): Promise<void> => rm(path, { force: true })
  const result = await write(path).catch(async (cause: unknown) => {
    await remove()
    throw cause
  })
  if (result.problem) await remove()
  return {
    ...result,
    openStream() {
      const stream = createReadStream(path)
      stream.once('close', () => void remove())
      return stream
    },
  }
}
