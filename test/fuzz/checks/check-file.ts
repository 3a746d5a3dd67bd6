import { openDuckDb } from '@aw-flow/data/node'
import type { SourceFile } from '@aw-flow/engine'
import { createHash } from 'node:crypto'
import { checkHostileFile } from '../hostile-outcome.ts'
import type { Check } from './open-check.ts'

/** Loads an input as a file, as the Load node does. */
export async function openFileCheck(): Promise<Check> {
  const tables = await openDuckDb({ threads: 1, memoryLimit: '512MB' })
  let count = 0
  return (bytes, name) => checkHostileFile(createSourceFile(name, bytes), tables, `fuzz_${++count}`)
}

const createSourceFile = (name: string, bytes: Uint8Array): SourceFile => ({
  dataset: createHash('sha256').update(bytes).digest('hex'),
  name,
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
})
