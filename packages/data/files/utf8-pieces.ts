const [lead2, lead3, lead4] = [0xc0, 0xe0, 0xf0]
const mark = [0xef, 0xbb, 0xbf]

/**
 * UTF-8 that comes in pieces as valid UTF-8 without a byte order mark, cut between characters. What is valid already is
 * handed on as it lies: looking costs a third of decoding and encoding.
 *
 * @param onInvalid Told of bytes that are not UTF-8, before they become U+FFFD.
 */
export async function* utf8Pieces(
  pieces: AsyncIterable<Uint8Array>,
  onInvalid: (cause: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  const valid = (bytes: Uint8Array): Uint8Array => {
    if (isAscii(bytes)) return bytes
    try {
      strict.decode(bytes)
      return bytes
    } catch (cause) {
      onInvalid(cause)
      return new TextEncoder().encode(lenient.decode(bytes))
    }
  }
  let open: Uint8Array = new Uint8Array(0)
  let isBegun = false
  for await (const piece of pieces) {
    let bytes = open.length === 0 ? piece : joined(open, piece)
    if (!isBegun) {
      if (bytes.length < mark.length && mark.every((byte, at) => at >= bytes.length || bytes[at] === byte)) {
        open = bytes
        continue
      }
      isBegun = true
      if (mark.every((byte, at) => bytes[at] === byte)) bytes = bytes.subarray(mark.length)
    }
    const end = endOfCharacters(bytes)
    open = bytes.slice(end)
    if (end > 0) yield valid(bytes.subarray(0, end))
  }
  if (open.length > 0) yield valid(open)
}

/** Where the last character begins that may go on behind the bytes; their end where none does. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) break
    if (byte < lead2) continue
    const length = byte >= lead4 ? 4 : byte >= lead3 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** Four bytes at a time, which is many times faster than decoding and encoding them. */
export function isAscii(piece: Uint8Array): boolean {
  const { buffer, byteOffset, length } = piece
  if (length < 8) return piece.every((byte) => byte < 128)
  const first = Math.min(length, (4 - (byteOffset % 4)) % 4)
  const words = new Uint32Array(buffer, byteOffset + first, (length - first) >> 2)
  for (let at = 0; at < first; at++) if ((piece[at] as number) > 127) return false
  for (let at = first + 4 * words.length; at < length; at++) if ((piece[at] as number) > 127) return false
  for (let at = 0; at < words.length; at++) if (((words[at] as number) & 0x80808080) !== 0) return false
  return true
}
