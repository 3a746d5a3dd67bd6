import type { SourceFile } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema/internal'
import { readFileChunks } from './decode-chunks.ts'

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Finds the end of a file's first `count` physical lines. LF, CRLF and CR each end a line. `isPlain` is true if these
 * lines contain no quotes and only the dialect's line endings. The encoding must be a superset of ASCII.
 */
export async function findEndOfLines(
  file: SourceFile,
  count: number,
  { quote, newline }: Dialect,
): Promise<{ end: number; isPlain: boolean }> {
  if (count === 0) return { end: 0, isPlain: true }
  const quoteByte = quote === '' ? -1 : quote.charCodeAt(0)
  let position = 0
  let lineCount = 0
  let isPlain = true
  let isAfterReturn = false
  for await (const chunk of readFileChunks(file)) {
    for (const byte of chunk) {
      if (isAfterReturn) {
        isAfterReturn = false
        const isCrLf = byte === lineFeed
        isPlain &&= isCrLf && newline === '\r\n'
        if (isCrLf) position++
        if (++lineCount === count) return { end: position, isPlain }
        if (isCrLf) continue
      }
      position++
      if (byte === quoteByte) isPlain = false
      if (byte === carriageReturn) isAfterReturn = true
      else if (byte === lineFeed) {
        isPlain &&= newline === '\n'
        if (++lineCount === count) return { end: position, isPlain }
      }
    }
  }
  return { end: file.size, isPlain }
}
