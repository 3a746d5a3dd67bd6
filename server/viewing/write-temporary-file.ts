import type { Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Writes a temporary file and returns it. The file is removed when the stream is closed. */
export async function writeTemporaryFile(
  folder: string,
  write: (path: string) => Promise<{ problem?: Problem | undefined }>,
): Promise<{ stream: Readable; problem?: undefined } | { problem: Problem }> {
  const path = join(folder, `download-${randomUUID()}`)
  const removeFile = (): Promise<void> => rm(path, { force: true })
  const { problem } = await write(path).catch(async (cause: unknown) => {
    await removeFile()
    throw cause
  })
  if (problem) {
    await removeFile()
    return { problem }
  }
  const stream = createReadStream(path)
  stream.once('close', () => void removeFile())
  return { stream }
}
