const [lead2, lead3, lead4] = [0xc0, 0xe0, 0xf0]
const bom = [0xef, 0xbb, 0xbf]

/**
 * Yields UTF-8 chunks as valid UTF-8 without a byte order mark, split between characters. Valid chunks are passed on
 * unchanged, because validating them takes a third as long as decoding and encoding them.
 *
 * @param onInvalid Called before invalid bytes are replaced with U+FFFD.
 */
export async function* validateUtf8(
  chunks: AsyncIterable<Uint8Array>,
  onInvalid: (cause: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const toValid = (bytes: Uint8Array): Uint8Array => {
    if (isAscii(bytes)) return bytes
    try {
      strictDecoder.decode(bytes)
      return bytes
    } catch (cause) {
      onInvalid(cause)
      return new TextEncoder().encode(lenientDecoder.decode(bytes))
    }
  }
  let incompleteBytes: Uint8Array = new Uint8Array(0)
  let hasStarted = false
  for await (const chunk of chunks) {
    let bytes = incompleteBytes.length === 0 ? chunk : concat(incompleteBytes, chunk)
    if (!hasStarted) {
      if (bytes.length < bom.length && bom.every((byte, index) => index >= bytes.length || bytes[index] === byte)) {
        incompleteBytes = bytes
        continue
      }
      hasStarted = true
      if (bom.every((byte, index) => bytes[index] === byte)) bytes = bytes.subarray(bom.length)
    }
    const end = findCharacterEnd(bytes)
    incompleteBytes = bytes.slice(end)
    if (end > 0) yield toValid(bytes.subarray(0, end))
  }
  if (incompleteBytes.length > 0) yield toValid(incompleteBytes)
}

/** Returns the offset of an incomplete last character, or the end of the bytes if the last character is complete. */
function findCharacterEnd(bytes: Uint8Array): number {
  for (let distance = 1; distance <= Math.min(3, bytes.length); distance++) {
    const byte = bytes[bytes.length - distance] as number
    if (byte < 0x80) break
    if (byte < lead2) continue
    const length = byte >= lead4 ? 4 : byte >= lead3 ? 3 : 2
    return length > distance ? bytes.length - distance : bytes.length
  }
  return bytes.length
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const combinedBytes = new Uint8Array(left.length + right.length)
  combinedBytes.set(left)
  combinedBytes.set(right, left.length)
  return combinedBytes
}

/**
 * Returns whether all bytes are ASCII. Checks four bytes at a time, which is many times faster than decoding and
 * encoding.
 */
export function isAscii(chunk: Uint8Array): boolean {
  const { buffer, byteOffset, length } = chunk
  if (length < 8) return chunk.every((byte) => byte < 128)
  const leadingByteCount = Math.min(length, (4 - (byteOffset % 4)) % 4)
  const words = new Uint32Array(buffer, byteOffset + leadingByteCount, (length - leadingByteCount) >> 2)
  for (let index = 0; index < leadingByteCount; index++) if ((chunk[index] as number) > 127) return false
  for (let index = leadingByteCount + 4 * words.length; index < length; index++)
    if ((chunk[index] as number) > 127) return false
  for (let index = 0; index < words.length; index++) if (((words[index] as number) & 0x80808080) !== 0) return false
  return true
}
