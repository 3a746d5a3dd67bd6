import { open, rename, rm, stat } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { formatReportJson } from '../reports/report-json.ts'
import { createFileProblem } from './read-text.ts'

/** Writes chunks to a file. A regular file appears only once it is complete; devices and pipes are written directly. */
export async function writeFileChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode?: number,
): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  const isRegular = stats === undefined || stats.isFile()
  const writePath = isRegular ? `${path}.part-${process.pid}` : path
  try {
    const file = await open(writePath, 'w', mode)
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
    if (isRegular) await rename(writePath, path)
  } catch (cause) {
    if (isRegular) await rm(writePath, { force: true })
    if (cause instanceof Error && 'syscall' in cause) throw new CommandError(1, createFileProblem(path, cause))
    throw cause
  }
}

/** Writes a value as JSON, with messages rendered as text and a trailing line break. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeText(path, `${formatReportJson(value)}\n`)

export const writeText = (path: string, text: string, mode?: number): Promise<void> =>
  writeFileChunks(path, [new TextEncoder().encode(text)], mode)
