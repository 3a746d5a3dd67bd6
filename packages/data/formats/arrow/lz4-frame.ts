import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
/**
 * Decompresses an LZ4 frame, the format of compressed Arrow buffers. Checksums are ignored, because Arrow writers omit
 * them.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decodeLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 7 || view.getUint32(0, true) !== 0x184d2204)
    throw new FormatError(message('file.error.not-lz4', {}))
  const flags = view.getUint8(4)
  const [hasBlockChecksum, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1]
  const declaredSize = hasSize ? Number(view.getBigUint64(6, true)) : 0
  let position = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0)
  // LZ4 expands data by a factor of at most 255, so a larger declared size is wrong.
  let output = new Uint8Array(Math.min(declaredSize > 0 ? declaredSize : bytes.length * 4, bytes.length * 255))
  let end = 0
  const reserve = (size: number): void => {
    if (end + size <= output.length) return
    const grownBuffer = new Uint8Array(Math.max(output.length * 2, end + size))
    grownBuffer.set(output.subarray(0, end))
    output = grownBuffer
  }
  for (;;) {
    if (position + 4 > bytes.length) throw new FormatError(message('file.error.lz4-frame', {}))
    const blockHeader = view.getUint32(position, true)
    position += 4
    if (blockHeader === 0) return output.subarray(0, end)
    const size = blockHeader & 0x7fffffff
    if (position + size > bytes.length) throw new FormatError(message('file.error.lz4-frame', {}))
    if (blockHeader >>> 31) {
      reserve(size)
      output.set(bytes.subarray(position, position + size), end)
      end += size
    } else readBlock(position, position + size)
    position += size + (hasBlockChecksum ? 4 : 0)
  }

  function readBlock(start: number, blockEnd: number): void {
    let from = start
    const readByte = (): number => {
      if (from >= blockEnd) throw new FormatError(message('file.error.lz4-block', {}))
      return bytes[from++] as number
    }
    const readLength = (initial: number): number => {
      let size = initial
      if (initial === 15) {
        let extraLength = 255
        while (extraLength === 255) size += extraLength = readByte()
      }
      return size
    }
    while (from < blockEnd) {
      const token = readByte()
      const literalLength = readLength(token >> 4)
      if (from + literalLength > blockEnd) throw new FormatError(message('file.error.lz4-block', {}))
      reserve(literalLength)
      output.set(bytes.subarray(from, from + literalLength), end)
      end += literalLength
      from += literalLength
      if (from >= blockEnd) return
      const offset = readByte() | (readByte() << 8)
      const matchLength = readLength(token & 15) + 4
      if (offset === 0 || offset > end) throw new FormatError(message('file.error.lz4-offset', {}))
      reserve(matchLength)
      for (let index = 0; index < matchLength; index++) output[end + index] = output[end + index - offset] as number
      end += matchLength
    }
  }
}
