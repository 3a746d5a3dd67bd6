import type { SourceFile } from '@aw-flow/engine'

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
    yield await file.read(from, end)
    onRead?.(end)
  }
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
