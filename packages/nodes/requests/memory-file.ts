import { digestJson, type SourceFile } from '@aw-flow/engine'

/** Creates an in-memory text file that can be loaded like any other file. */
export function createMemoryFile(name: string, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return {
    dataset: digestJson([name, text]),
    name,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}
