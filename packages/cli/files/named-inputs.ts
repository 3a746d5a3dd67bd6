import { fileReaders, type Catalogue } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { wrongUse } from '../command-error.ts'

/** A file for one node, or for every node that reads one. */
export interface NamedInput {
  node: string | undefined
  path: string
}

/**
 * What `--input` words say of a workflow: `FILE` for every node that reads one, `NODE=FILE` for one of them. Two files
 * for the same are refused, and so is a node that is not there. Nodes within sub-workflows are named by the ids on the way
 * to them: `sub/load=FILE`; `workflows` are those that are named.
 */
export async function namedInputs(
  words: readonly string[],
  workflow: Workflow,
  catalogue: Catalogue,
  workflows: Readonly<Record<string, Workflow>> = {},
): Promise<NamedInput[]> {
  const readers = [...fileReaders(workflow, catalogue, workflows).keys()]
  const nodes = [...readers, ...workflow.nodes.map(({ id }) => id)]
  const named: NamedInput[] = []
  for (const word of words) {
    const node = nodes.find((id) => word.startsWith(`${id}=`))
    const path = node === undefined ? word : word.slice(node.length + 1)
    if (node === undefined && word.includes('=') && !(await isThere(word))) {
      const node = word.slice(0, word.indexOf('='))
      throw wrongUse(error('input.no-node', { node, file: word, count: readers.length, nodes: readers }))
    }
    const other = named.find((input) => input.node === node)
    if (other) {
      throw wrongUse(
        error('input.several', {
          node: node ?? '',
          one: other.path,
          other: path,
          count: readers.length,
          nodes: readers,
        }),
      )
    }
    named.push({ node, path })
  }
  return named
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
