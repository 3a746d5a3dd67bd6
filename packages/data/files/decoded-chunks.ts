import { message, type Text } from '@aw-flow/messages'
import { faultReason } from '../formats/format-fault.ts'
import { openDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { isAscii, utf8Chunks } from './utf8-chunks.ts'

const chunkSize = 1 << 20

/** Yields a file's bytes in order, starting at `start`. */
export async function* fileChunks(
  file: SourceFile,
  {
    start = 0,
    signal,
    onRead,
  }: { start?: number; signal?: AbortSignal | undefined; onRead?: (end: number) => void } = {},
): AsyncGenerator<Uint8Array> {
  for (let from = start; from < file.size; from += chunkSize) {
    signal?.throwIfAborted()
    const end = Math.min(from + chunkSize, file.size)
    yield await readChunk(file, from, end)
    onRead?.(end)
  }
}

async function readChunk(file: SourceFile, from: number, end: number): Promise<Uint8Array> {
  const fail = (reason: Text, cause?: unknown): TablesError =>
    new TablesError(
      error('load.unreadable.changed', { file: file.name, reason }, { where: { file: file.name } }),
      cause,
    )
  try {
    const chunk = await file.read(from, end)
    if (chunk.length === end - from) return chunk
  } catch (cause) {
    throw fail(faultReason(cause), cause)
  }
  throw fail(message('file.fault.shorter', {}))
}

export interface DecodeOptions {
  signal?: AbortSignal | undefined
  /** If true, invalid bytes cause `load.other-encoding`. Otherwise they become U+FFFD. */
  strict?: boolean | undefined
  onRead?: (end: number) => void
}

/** The file contains bytes that are invalid in the encoding detected from its samples. */
export const otherEncoding = (file: SourceFile, encoding: string, cause?: unknown): TablesError =>
  new TablesError(error('load.other-encoding', { file: file.name, encoding }, { where: { file: file.name } }), cause)

/**
 * Yields a file's text as valid UTF-8 without a byte order mark, transcoded from its encoding.
 *
 * @param encoding A name that `encodingLabel` supports; other names cause a `RangeError`.
 */
export async function* decodedChunks(
  file: SourceFile,
  encoding: string,
  { strict = false, ...options }: DecodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const decoder = openDecoder(encoding, { fatal: strict })
  if (decoder.encoding === 'utf-8') {
    yield* utf8Chunks(fileChunks(file, options), (cause) => {
      if (strict) throw otherEncoding(file, encoding, cause)
    })
    return
  }
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch (cause) {
      if (cause instanceof TypeError) throw otherEncoding(file, encoding, cause)
      throw cause
    }
  }
  const encoder = new TextEncoder()
  const asciiIsItself = /^(windows-|iso-8859-|ibm|koi8-|mac|x-mac-)/.test(decoder.encoding)
  let isOpen = false
  for await (const chunk of fileChunks(file, options)) {
    if (asciiIsItself && !isOpen && isAscii(chunk)) yield chunk
    else yield encoder.encode(decode(chunk))
    isOpen = (chunk[chunk.length - 1] ?? 0) > 127
  }
  const rest = decode()
  if (rest !== '') yield encoder.encode(rest)
}
