import type { Files, AssignedFiles } from '@aw-flow/engine'
import type { NodeFile } from '@aw-flow/data/node'
import type { Value } from '@aw-flow/schema'
import type { NamedInput } from './named-inputs.ts'
import { openSource } from './open-source.ts'

/** The files that a run is given, and the port through which it reads them. */
export async function openGivenFiles(
  inputs: readonly NamedInput[],
  signal: AbortSignal,
): Promise<{ given: AssignedFiles; files: Files }> {
  const opened = new Map<string, NodeFile>()
  const given: { every?: FileValue; byNode: Record<string, FileValue> } = { byNode: {} }
  for (const { node, path } of inputs) {
    const file = await openSource(path, signal)
    opened.set(file.dataset, file)
    const value: FileValue = { kind: 'file', dataset: file.dataset, name: file.name }
    if (node === undefined) given.every = value
    else given.byNode[node] = value
  }
  return { given, files: { open: async (dataset) => opened.get(dataset) } }
}

type FileValue = Extract<Value, { kind: 'file' }>
