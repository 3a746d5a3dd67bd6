import type { Files, GivenFiles } from '@aw-flow/engine'
import type { NodeFile } from '@aw-flow/data/node'
import type { Value, Workflow } from '@aw-flow/schema'
import { openSource } from './open-source.ts'

/**
 * The files that `--input` names, `FILE` for every node that reads one or `NODE=FILE` for one of them, and the port
 * through which the run reads them.
 */
export async function openGivenFiles(
  inputs: readonly string[],
  workflow: Workflow,
  signal: AbortSignal,
): Promise<{ given: GivenFiles; files: Files }> {
  const opened = new Map<string, NodeFile>()
  const given: { every?: FileValue; byNode: Record<string, FileValue> } = { byNode: {} }
  for (const input of inputs) {
    const node = workflow.nodes.find(({ id }) => input.startsWith(`${id}=`))?.id
    const file = await openSource(node === undefined ? input : input.slice(node.length + 1), signal)
    opened.set(file.dataset, file)
    const value: FileValue = { kind: 'file', dataset: file.dataset, name: file.name }
    if (node === undefined) given.every = value
    else given.byNode[node] = value
  }
  return { given, files: { open: async (dataset) => opened.get(dataset) } }
}

type FileValue = Extract<Value, { kind: 'file' }>
