import { message } from '@aw-flow/messages'
import { FormatFault } from '../format-fault.ts'
/**
 * Unpacks an LZ4 frame, the format of Arrow's compressed buffers. Checksums are ignored, since Arrow's writers omit
 * them.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decodeLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 7 || view.getUint32(0, true) !== 0x184d2204)
    throw new FormatFault(message('file.fault.not-lz4', {}))
  const flags = view.getUint8(4)
  const [hasBlockSum, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1]
  const declaredSize = hasSize ? Number(view.getBigUint64(6, true)) : 0
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0)
  // LZ4 expands data at most 255 times; a larger declared size is wrong.
  let out = new Uint8Array(Math.min(declaredSize > 0 ? declaredSize : bytes.length * 4, bytes.length * 255))
  let end = 0
  const reserve = (size: number): void => {
    if (end + size <= out.length) return
    const grown = new Uint8Array(Math.max(out.length * 2, end + size))
    grown.set(out.subarray(0, end))
    out = grown
  }
  for (;;) {
    if (at + 4 > bytes.length) throw new FormatFault(message('file.fault.lz4-frame', {}))
    const head = view.getUint32(at, true)
    at += 4
    if (head === 0) return out.subarray(0, end)
    const size = head & 0x7fffffff
    if (at + size > bytes.length) throw new FormatFault(message('file.fault.lz4-frame', {}))
    if (head >>> 31) {
      reserve(size)
      out.set(bytes.subarray(at, at + size), end)
      end += size
    } else readBlock(at, at + size)
    at += size + (hasBlockSum ? 4 : 0)
  }

  function readBlock(start: number, stop: number): void {
    let from = start
    const next = (): number => {
      if (from >= stop) throw new FormatFault(message('file.fault.lz4-block', {}))
      return bytes[from++] as number
    }
    const length = (short: number): number => {
      let size = short
      if (short === 15) {
        let extra = 255
        while (extra === 255) size += extra = next()
      }
      return size
    }
    while (from < stop) {
      const token = next()
      const literals = length(token >> 4)
      if (from + literals > stop) throw new FormatFault(message('file.fault.lz4-block', {}))
      reserve(literals)
      out.set(bytes.subarray(from, from + literals), end)
      end += literals
      from += literals
      if (from >= stop) return
      const offset = next() | (next() << 8)
      const copied = length(token & 15) + 4
      if (offset === 0 || offset > end) throw new FormatFault(message('file.fault.lz4-offset', {}))
      reserve(copied)
      for (let index = 0; index < copied; index++) out[end + index] = out[end + index - offset] as number
      end += copied
    }
  }
}
