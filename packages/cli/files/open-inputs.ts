import type { Files, AssignedFiles } from '@aw-flow/engine'
import type { NodeFile } from '@aw-flow/data/node'
import type { Value } from '@aw-flow/schema'
import type { Input } from './parse-inputs.ts'
import { openFile } from './open-file.ts'

/** Opens a run's input files. Returns their assignment to nodes, and an interface for reading them. */
export async function openInputs(
  inputs: readonly Input[],
  signal: AbortSignal,
): Promise<{ assignedFiles: AssignedFiles; files: Files }> {
  const filesByDataset = new Map<string, NodeFile>()
  const assignedFiles: { defaultFile?: FileValue; byNode: Record<string, FileValue> } = { byNode: {} }
  for (const { node, path } of inputs) {
    const file = await openFile(path, signal)
    filesByDataset.set(file.dataset, file)
    const value: FileValue = { kind: 'file', dataset: file.dataset, name: file.name }
    if (node === undefined) assignedFiles.defaultFile = value
    else assignedFiles.byNode[node] = value
  }
  return { assignedFiles, files: { open: async (dataset) => filesByDataset.get(dataset) } }
}

type FileValue = Extract<Value, { kind: 'file' }>
