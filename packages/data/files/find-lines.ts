import type { SourceFile } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema'
import { readFileChunks } from './decode-chunks.ts'

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Finds the end of the first `count` physical lines of a file (LF, CRLF and CR each end a line). `plain` is true if
 * these lines contain no quote and only line ends of the dialect. The encoding must extend ASCII.
 */
export async function findLines(
  file: SourceFile,
  count: number,
  { quote, newline }: Dialect,
): Promise<{ end: number; plain: boolean }> {
  if (count === 0) return { end: 0, plain: true }
  const quoteByte = quote === '' ? -1 : quote.charCodeAt(0)
  let position = 0
  let lines = 0
  let plain = true
  let afterReturn = false
  for await (const chunk of readFileChunks(file)) {
    for (const byte of chunk) {
      if (afterReturn) {
        afterReturn = false
        const isPair = byte === lineFeed
        plain &&= isPair && newline === '\r\n'
        if (isPair) position++
        if (++lines === count) return { end: position, plain }
        if (isPair) continue
      }
      position++
      if (byte === quoteByte) plain = false
      if (byte === carriageReturn) afterReturn = true
      else if (byte === lineFeed) {
        plain &&= newline === '\n'
        if (++lines === count) return { end: position, plain }
      }
    }
  }
  return { end: file.size, plain }
}
