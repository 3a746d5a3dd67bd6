/** A body after `unpackBody`. `isTooLarge` tells that the unpacked content exceeds the limit; `bytes` is then its start. */
interface UnpackedBody {
  bytes: Uint8Array
  isTooLarge: boolean
}

/**
 * Unpacks a body of gzip or zlib data, which services also send without `Content-Encoding`. Other bytes, and data that is
 * not valid, stay as they are. Content in Brotli has no mark by which it could be recognized.
 *
 * @param options `maxBytes` limits the unpacked content. `isStart` tells that the bytes are the start of a longer body.
 * @internal
 */
export async function unpackBody(
  bytes: Uint8Array,
  { maxBytes, isStart = false }: { maxBytes: number; isStart?: boolean },
): Promise<UnpackedBody> {
  const format = findFormat(bytes)
  if (format === undefined) return { bytes, isTooLarge: false }
  const unpacked = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream(format))
  const reader = unpacked.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value)
      size += next.value.length
      if (size > maxBytes) break
    }
  } catch {
    if (!isStart || size === 0) return { bytes, isTooLarge: false }
  }
  await reader.cancel().catch(() => undefined)
  return { bytes: new Uint8Array(await new Blob(parts).arrayBuffer()), isTooLarge: size > maxBytes }
}

/** Second bytes of zlib data, by level of compression. The one that is the letter of `x^2` is left out. */
const zlibLevels: ReadonlySet<number | undefined> = new Set([0x01, 0x9c, 0xda])

function findFormat([first, second, third]: Uint8Array): 'gzip' | 'deflate' | undefined {
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip'
  return first === 0x78 && zlibLevels.has(second) ? 'deflate' : undefined
}
