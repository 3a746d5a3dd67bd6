import { digestOf, type SourceFile } from '@aw-flow/engine'

/** A file of text in memory, to be loaded like any other. */
export function memoryFile(name: string, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return {
    dataset: digestOf([name, text]),
    name,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}
