import { createTemporaryFolder, openNodeFile, hashFile, type NodeFile } from '@aw-flow/data/node'
import { error } from '@aw-flow/schema'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CommandError } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { resolveAllowedHosts } from '../commands/run/resolve-allowed-hosts.ts'
import { downloadUrl } from './download-url.ts'
import { openFile } from './open-file.ts'

export interface OpenedSource {
  file: NodeFile
  /** Removes the temporary file, if any. */
  close(): Promise<void>
}

/** Maximum number of bytes to read from standard input or a URL. */
const maxBytes = 4 * 1024 ** 3

/**
 * Opens a source for loading: a file, a URL (`http:` or `https:`), or `-` for standard input. URLs and standard input
 * are first written to a temporary file, because loading needs random access and reads the data more than once.
 */
export async function openSource(source: string, terminal: Terminal): Promise<OpenedSource> {
  const { signal } = terminal
  if (source !== '-' && !isUrl(source)) return { file: await openFile(source, signal), close: async () => undefined }
  const { path: folder, remove: close } = await createTemporaryFolder('aw-source-')
  try {
    const { name, chunks } =
      source === '-'
        ? { name: 'standard input', chunks: terminal.input }
        : await downloadUrl(source, {
            allow: resolveAllowedHosts([]),
            maxBytes,
            signal,
            onProgress: (text) => terminal.showProgress(text),
          })
    const path = join(folder, 'source')
    await pipeline(Readable.from(limitBytes(chunks, name)), createWriteStream(path), { signal })
    terminal.showProgress(undefined)
    return { file: await openNodeFile(path, await hashFile(path, { signal }), name), close }
  } catch (cause) {
    await close()
    throw signal.aborted ? signal.reason : cause
  }
}

/** Returns whether a source is a URL. */
export const isUrl = (source: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(source)

/** Returns the sources that are file paths. */
export const getFilePaths = (sources: readonly string[]): string[] =>
  sources.filter((source) => source !== '-' && !isUrl(source))

async function* limitBytes(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) throw new CommandError(1, error('file.too-large', { name, max: maxBytes }))
    yield chunk
  }
}
