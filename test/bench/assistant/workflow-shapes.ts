import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readWorkflow } from '@aw-flow/schema'
import type { WorkflowShape } from '../../../packages/nodes/next-step/next-node-contexts.ts'

const root = resolve(import.meta.dirname, '../../..')
const publicWorkflows = resolve(root, '../shared/workflow-statistics')
const templates = resolve(root, 'examples/workflows/templates')

/** Maps node types in the public mapping to their names in this project, where they differ. */
const renamedTypes: Readonly<Record<string, string>> = { llm_agent: 'agent', classify_extract: 'classify_rows' }

interface PublicGraph {
  readonly nodes: readonly string[]
  readonly edges: readonly [source: number, target: number, kind: string, port: number][]
}

/**
 * Reads the shapes of public workflows, using this project's node types. Returns `undefined` if their folder is
 * missing.
 */
export async function readPublicShapes(): Promise<WorkflowShape[] | undefined> {
  if (!existsSync(publicWorkflows)) return undefined
  const mapping = pathToFileURL(resolve(publicWorkflows, 'map.mjs')).href
  const { map } = (await import(mapping)) as { map: (type: string) => string | null }
  const toType = (name: string): string | undefined => {
    const type = map(name)
    return type === null ? undefined : (renamedTypes[type] ?? type)
  }
  return readFileSync(resolve(publicWorkflows, 'graphs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { nodes, edges } = JSON.parse(line) as PublicGraph
      return {
        types: nodes.map(toType),
        edges: edges.map(([source, target, kind]) => ({ source, target, isData: kind === 'main' })),
      }
    })
}

/** Reads the shapes of the studio's templates. */
export function readTemplateShapes(): WorkflowShape[] {
  const files = readdirSync(templates).filter((name) => name.endsWith('.json') && name !== 'index.json')
  return files.flatMap((name) => {
    const { workflow } = readWorkflow(readFileSync(resolve(templates, name), 'utf8'))
    if (!workflow) return []
    const indexes = new Map(workflow.nodes.map(({ id }, index) => [id, index]))
    const indexOf = (id: string): number => indexes.get(id) ?? -1
    return {
      types: workflow.nodes.map(({ type }) => type),
      edges: workflow.edges.map(({ source, target }) => ({
        source: indexOf(source),
        target: indexOf(target),
        isData: true,
      })),
    }
  })
}
