import { message, type Text } from '@aw-flow/messages'
import { createReadError } from '../formats/read-error.ts'
import { createDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { isAscii, validateUtf8 } from './validate-utf8.ts'

const chunkSize = 1 << 20

/** Yields the bytes of a file in chunks, starting at `start`. */
export async function* readFileChunks(
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
  const createChangedProblem = (reason: Text): Problem =>
    error('load.unreadable.changed', { file: file.name, reason }, { where: { file: file.name } })
  try {
    const chunk = await file.read(from, end)
    if (chunk.length === end - from) return chunk
  } catch (cause) {
    throw createReadError(file, 'text', cause, createChangedProblem)
  }
  throw new TablesError(createChangedProblem(message('file.error.shorter', {})))
}

export interface DecodeOptions {
  signal?: AbortSignal | undefined
  /** Whether invalid bytes cause the error `load.other-encoding`. Otherwise, they become U+FFFD. */
  strict?: boolean | undefined
  onRead?: (end: number) => void
}

/** Creates the error for a file with bytes that are invalid in the encoding detected from its samples. */
export const createWrongEncodingError = (file: SourceFile, encoding: string, cause?: unknown): TablesError =>
  new TablesError(error('load.other-encoding', { file: file.name, encoding }, { where: { file: file.name } }), cause)

/**
 * Yields a file's text, transcoded to valid UTF-8 without a byte order mark.
 *
 * @param encoding An encoding name supported by `toEncodingLabel`. Any other name causes a `RangeError`.
 */
export async function* decodeChunks(
  file: SourceFile,
  encoding: string,
  { strict = false, ...options }: DecodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const decoder = createDecoder(encoding, { fatal: strict })
  if (decoder.encoding === 'utf-8') {
    yield* validateUtf8(readFileChunks(file, options), (cause) => {
      if (strict) throw createWrongEncodingError(file, encoding, cause)
    })
    return
  }
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch (cause) {
      if (cause instanceof TypeError) throw createWrongEncodingError(file, encoding, cause)
      throw cause
    }
  }
  const encoder = new TextEncoder()
  const isAsciiSuperset = /^(windows-|iso-8859-|ibm|koi8-|mac|x-mac-)/.test(decoder.encoding)
  let mayEndMidCharacter = false
  for await (const chunk of readFileChunks(file, options)) {
    if (isAsciiSuperset && !mayEndMidCharacter && isAscii(chunk)) yield chunk
    else yield encoder.encode(decode(chunk))
    mayEndMidCharacter = (chunk[chunk.length - 1] ?? 0) > 127
  }
  const rest = decode()
  if (rest !== '') yield encoder.encode(rest)
}
