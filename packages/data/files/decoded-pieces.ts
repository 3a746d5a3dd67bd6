import { message, type Text } from '@aw-flow/messages'
import { faultReason } from '../formats/format-fault.ts'
import { openDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { isAscii, utf8Pieces } from './utf8-pieces.ts'

const pieceSize = 1 << 20

/** A file's bytes in order, from `start` on. */
export async function* filePieces(
  file: SourceFile,
  {
    start = 0,
    signal,
    onRead,
  }: { start?: number; signal?: AbortSignal | undefined; onRead?: (end: number) => void } = {},
): AsyncGenerator<Uint8Array> {
  for (let from = start; from < file.size; from += pieceSize) {
    signal?.throwIfAborted()
    const end = Math.min(from + pieceSize, file.size)
    yield await readPiece(file, from, end)
    onRead?.(end)
  }
}

async function readPiece(file: SourceFile, from: number, end: number): Promise<Uint8Array> {
  const fail = (reason: Text, cause?: unknown): TablesError =>
    new TablesError(
      error('load.unreadable.changed', { file: file.name, reason }, { where: { file: file.name } }),
      cause,
    )
  try {
    const piece = await file.read(from, end)
    if (piece.length === end - from) return piece
  } catch (cause) {
    throw fail(faultReason(cause), cause)
  }
  throw fail(message('file.fault.shorter', {}))
}

export interface DecodeOptions {
  signal?: AbortSignal | undefined
  /** True: what cannot be decoded is an error (`load.other-encoding`). Otherwise it becomes U+FFFD. */
  strict?: boolean | undefined
  onRead?: (end: number) => void
}

/** Bytes that are not of the encoding that samples of the file tell. */
export const otherEncoding = (file: SourceFile, encoding: string, cause?: unknown): TablesError =>
  new TablesError(error('load.other-encoding', { file: file.name, encoding }, { where: { file: file.name } }), cause)

/**
 * A file's text as valid UTF-8 without a byte order mark, whatever its encoding.
 *
 * @param encoding Any name that `encodingLabel` knows; a `RangeError` otherwise.
 */
export async function* decodedPieces(
  file: SourceFile,
  encoding: string,
  { strict = false, ...options }: DecodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const decoder = openDecoder(encoding, { fatal: strict })
  if (decoder.encoding === 'utf-8') {
    yield* utf8Pieces(filePieces(file, options), (cause) => {
      if (strict) throw otherEncoding(file, encoding, cause)
    })
    return
  }
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
    } catch (cause) {
      if (cause instanceof TypeError) throw otherEncoding(file, encoding, cause)
      throw cause
    }
  }
  const encoder = new TextEncoder()
  const asciiIsItself = /^(windows-|iso-8859-|ibm|koi8-|mac|x-mac-)/.test(decoder.encoding)
  let isOpen = false
  for await (const piece of filePieces(file, options)) {
    if (asciiIsItself && !isOpen && isAscii(piece)) yield piece
    else yield encoder.encode(decode(piece))
    isOpen = (piece[piece.length - 1] ?? 0) > 127
  }
  const rest = decode()
  if (rest !== '') yield encoder.encode(rest)
}
