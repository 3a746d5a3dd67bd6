import type { SourceFile } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema'
import { filePieces } from './decoded-pieces.ts'

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Where the first `count` physical lines of a file end (LF, CRLF and CR each end a line), and whether they are plain: no
 * quote in them, and no other line end than the dialect's. The file is in an encoding whose ASCII is ASCII.
 */
export async function findLines(
  file: SourceFile,
  count: number,
  { quote, newline }: Dialect,
): Promise<{ end: number; plain: boolean }> {
  if (count === 0) return { end: 0, plain: true }
  const mark = quote === '' ? -1 : quote.charCodeAt(0)
  let position = 0
  let lines = 0
  let plain = true
  let afterReturn = false
  for await (const piece of filePieces(file)) {
    for (const byte of piece) {
      if (afterReturn) {
        afterReturn = false
        const isPair = byte === lineFeed
        plain &&= isPair && newline === '\r\n'
        if (isPair) position++
        if (++lines === count) return { end: position, plain }
        if (isPair) continue
      }
      position++
      if (byte === mark) plain = false
      if (byte === carriageReturn) afterReturn = true
      else if (byte === lineFeed) {
        plain &&= newline === '\n'
        if (++lines === count) return { end: position, plain }
      }
    }
  }
  return { end: file.size, plain }
}
