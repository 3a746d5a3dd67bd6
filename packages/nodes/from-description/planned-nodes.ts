import type { Catalog } from '@aw-flow/engine'
import type { Column, DescriptionPlan, Port, PortDescription } from '@aw-flow/schema'
import type { StepDraft } from './named-step.ts'

type PlannedNode = DescriptionPlan['nodes'][number]
type PlannedEdge = DescriptionPlan['edges'][number]

/** The last node of a branch, its outputs, and its table's columns. */
export interface Branch {
  readonly node?: string
  readonly outputs: readonly Port[]
  readonly columns: readonly Column[]
}

/** The nodes and edges of a plan that is being built. */
interface PlannedNodes {
  readonly nodes: PlannedNode[]
  readonly edges: PlannedEdge[]
  /**
   * Adds a node after the given branches and computes its output columns.
   *
   * @param text - The part of the description that requests the node.
   * @returns The end of the new branch, or `undefined` if the settings are invalid or a branch cannot be connected.
   */
  readonly addNode: (draft: StepDraft, text: string, inputs: readonly Branch[]) => Branch | undefined
}

/** Creates an empty plan that uses the node types of a catalog. */
export function createPlannedNodes(catalog: Catalog): PlannedNodes {
  const nodes: PlannedNode[] = []
  const edges: PlannedEdge[] = []
  const addNode = (draft: StepDraft, text: string, inputs: readonly Branch[]): Branch | undefined => {
    const definition = catalog.get(draft.type)
    const settings = definition?.settings.safeParse(draft.config)
    if (!definition || !settings?.success) return undefined
    const id = `step-${nodes.length + 1}`
    const ports = definition.ports?.(settings.data) ?? definition
    const inputDescriptions: Record<string, PortDescription> = {}
    const newEdges: PlannedEdge[] = []
    const freeInputs = [...ports.inputs]
    for (const branch of inputs) {
      const connection = findConnection(branch.outputs, freeInputs)
      if (!connection) return undefined
      freeInputs.splice(freeInputs.indexOf(connection.input), 1)
      const hasColumns = branch.columns.length > 0
      inputDescriptions[connection.input.name] = {
        type: connection.output.type,
        ...(hasColumns ? { columns: [...branch.columns] } : {}),
      }
      newEdges.push({
        ...(branch.node === undefined ? {} : { source: branch.node, sourceHandle: connection.output.name }),
        target: id,
        targetHandle: connection.input.name,
      })
    }
    const description = definition.describe({
      settings: settings.data,
      inputs: inputDescriptions,
      context: { findPreview: () => undefined },
    })
    edges.push(...newEdges)
    const problems = description.problems ?? []
    nodes.push({ id, type: draft.type, config: draft.config, text, summary: description.summary, problems })
    const tablePort = ports.outputs.find(({ name }) => description.outputs[name]?.columns)
    const outputColumns = tablePort ? (description.outputs[tablePort.name]?.columns ?? []) : []
    return { node: id, outputs: ports.outputs, columns: outputColumns }
  }
  return { nodes, edges, addNode }
}

/** Returns the first compatible pair of an output and an input, preferring equal types. */
function findConnection(outputs: readonly Port[], inputs: readonly Port[]): { output: Port; input: Port } | undefined {
  const pairs = outputs.flatMap((output) => inputs.map((input) => ({ output, input })))
  return (
    pairs.find(({ output, input }) => output.type === input.type) ??
    pairs.find(({ output, input }) => input.type === 'any' || output.type === 'any')
  )
}
