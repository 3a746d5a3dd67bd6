import { nodeFile, hashFile, type NodeFile } from '@aw-flow/data/node'
import { error } from '@aw-flow/schema'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CommandError } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { allowedHere } from '../commands/open-here.ts'
import { fetchAddress } from './fetch-address.ts'
import { openSource } from './open-source.ts'

export interface GivenSource {
  file: NodeFile
  /** Removes the temporary file, if any. */
  close(): Promise<void>
}

/** Limit on what is read from standard input or a URL, in bytes. */
const maxBytes = 4 * 1024 ** 3

/**
 * Opens a source for loading: a file, a URL (`http:`, `https:`), or `-` for standard input. URLs and standard input are
 * written to a temporary file first, because loading reads at random positions and more than once.
 */
export async function openGiven(given: string, terminal: Terminal): Promise<GivenSource> {
  const { signal } = terminal
  if (given !== '-' && !isAddress(given)) return { file: await openSource(given, signal), close: async () => undefined }
  const folder = await mkdtemp(join(tmpdir(), 'aw-given-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const { name, pieces } =
      given === '-'
        ? { name: 'standard input', pieces: terminal.input }
        : await fetchAddress(given, {
            allow: allowedHere([]),
            most: maxBytes,
            signal,
            onRead: (text) => terminal.progress(text),
          })
    const path = join(folder, 'given')
    await pipeline(Readable.from(atMost(pieces, name)), createWriteStream(path), { signal })
    terminal.progress(undefined)
    return { file: await nodeFile(path, await hashFile(path, { signal }), name), close }
  } catch (cause) {
    await close()
    throw signal.aborted ? signal.reason : cause
  }
}

/** True for what can only be meant as an address. */
export const isAddress = (given: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(given)

/** Paths among what is named to be read. */
export const pathsOf = (given: readonly string[]): string[] => given.filter((one) => one !== '-' && !isAddress(one))

async function* atMost(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > maxBytes) throw new CommandError(1, error('file.too-large', { name, max: maxBytes }))
    yield piece
  }
}
