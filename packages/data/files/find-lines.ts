import type { SourceFile } from '@aw-flow/engine'
import { filePieces } from './decoded-pieces.ts'

/**
 * Where the first `count` physical lines of a file end (LF, CRLF and CR each end a line), and whether `mark` stands in
 * them. The file is in an encoding whose ASCII is ASCII.
 */
export async function findLines(
  file: SourceFile,
  count: number,
  mark: number | undefined,
): Promise<{ end: number; marked: boolean }> {
  if (count === 0) return { end: 0, marked: false }
  let position = 0
  let lines = 0
  let marked = false
  let afterReturn = false
  for await (const piece of filePieces(file)) {
    for (const byte of piece) {
      if (afterReturn) {
        afterReturn = false
        if (byte === 0x0a) position++
        if (++lines === count) return { end: position, marked }
        if (byte === 0x0a) continue
      }
      position++
      if (byte === mark) marked = true
      if (byte === 0x0d) afterReturn = true
      else if (byte === 0x0a && ++lines === count) return { end: position, marked }
    }
  }
  return { end: file.size, marked }
}
