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
  /** Removes what was fetched or read for it. */
  close(): Promise<void>
}

/** No more is taken in that is not a file. In bytes. */
const most = 4 * 1024 ** 3

/**
 * What a person names to be loaded: a file, an address (`http:`, `https:`), or `-` for what comes on standard input until
 * its end. What is no file is written to a temporary one first: a load looks here and there, and more than once.
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
        : await fetchAddress(given, { allow: allowedHere([]), most, signal, onRead: (text) => terminal.progress(text) })
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
    if (size > most)
      throw new CommandError(
        1,
        error('file.too-large', `More than ${most / 1024 ** 3} GB came from ${name}.`, {
          hint: 'Write it to a file, and load that.',
        }),
      )
    yield piece
  }
}
