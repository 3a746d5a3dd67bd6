import { findFileReaders, type Catalog } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { createUsageError } from '../command-error.ts'

/** An input file for one node or, if `node` is `undefined`, for every node that reads a file. */
export interface Input {
  node: string | undefined
  path: string
}

/**
 * Parses the values of `--input`: `FILE` for every node that reads a file, or `NODE=FILE` for a single node. The id of
 * a node in a sub-workflow is prefixed with the ids of the outer nodes: `sub/load=FILE`. Unknown nodes and duplicates
 * are rejected.
 *
 * @param workflows Sub-workflows, keyed by the names that the workflow uses for them.
 */
export async function parseInputs(
  values: readonly string[],
  workflow: Workflow,
  catalog: Catalog,
  workflows: Readonly<Record<string, Workflow>> = {},
): Promise<Input[]> {
  const readerIds = [...findFileReaders(workflow, catalog, workflows).keys()]
  const nodeIds = [...readerIds, ...workflow.nodes.map(({ id }) => id)]
  const inputs: Input[] = []
  for (const value of values) {
    const node = nodeIds.find((id) => value.startsWith(`${id}=`))
    const path = node === undefined ? value : value.slice(node.length + 1)
    if (node === undefined && value.includes('=') && !(await exists(value))) {
      const node = value.slice(0, value.indexOf('='))
      throw createUsageError(error('input.no-node', { node, file: value, count: readerIds.length, nodes: readerIds }))
    }
    const existingInput = inputs.find((input) => input.node === node)
    if (existingInput) {
      throw createUsageError(
        error('input.duplicate-file', {
          node: node ?? '',
          one: existingInput.path,
          other: path,
          count: readerIds.length,
          nodes: readerIds,
        }),
      )
    }
    inputs.push({ node, path })
  }
  return inputs
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
