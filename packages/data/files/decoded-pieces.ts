import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

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
  const fail = (reason: string, cause?: unknown): TablesError =>
    new TablesError(
      error('load.unreadable', `\`${file.name}\` cannot be read any more: ${reason}`, {
        where: { file: file.name },
        hint: 'It was changed, moved or removed since it was chosen: choose it again.',
      }),
      cause,
    )
  try {
    const piece = await file.read(from, end)
    if (piece.length === end - from) return piece
  } catch (cause) {
    throw fail(cause instanceof Error ? cause.message : String(cause), cause)
  }
  throw fail('it is shorter than it was.')
}

/**
 * A file's text as valid UTF-8 without a byte order mark, whatever its encoding; what cannot be decoded becomes U+FFFD.
 *
 * @param encoding A WHATWG label; a `RangeError` when the platform does not know it.
 */
export async function* decodedPieces(
  file: SourceFile,
  encoding: string,
  options: { signal?: AbortSignal | undefined; onRead?: (end: number) => void } = {},
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  for await (const piece of filePieces(file, options)) yield encoder.encode(decoder.decode(piece, { stream: true }))
  const rest = decoder.decode()
  if (rest !== '') yield encoder.encode(rest)
}
