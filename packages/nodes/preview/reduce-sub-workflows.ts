import type { Catalog } from '@aw-flow/engine'
import type { Json, Workflow, WorkflowNode } from '@aw-flow/schema'
import { parseEmbeddedWorkflow } from '../fixes/find-effects.ts'

/** A workflow whose sub-workflows are reduced to the nodes that the preview of an inner node needs. */
export interface ReducedWorkflow {
  readonly workflow: Workflow
  /** ID of the previewed node or, if it is in a sub-workflow, of the node in `workflow` that contains it. */
  readonly node: string
  /**
   * Inputs of `node` that lead to the first input of the previewed node, so their rows may be sampled. If `undefined`,
   * the first input of the node type is used.
   */
  readonly firstPorts: ReadonlySet<string> | undefined
}

/**
 * Reduces embedded workflows to the part that an embedded node needs. The part still runs inside the enclosing nodes,
 * so its expressions read the same values as in a run.
 *
 * @param path The IDs on the path to the node; a single ID for a node that is not in a sub-workflow.
 * @returns The reduced workflow, or `undefined` if the path does not lead to a node.
 */
export function reduceSubWorkflows(
  workflow: Workflow,
  path: readonly string[],
  catalog: Catalog,
): ReducedWorkflow | undefined {
  const [id, ...rest] = path
  const node = workflow.nodes.find((candidate) => candidate.id === id)
  if (!node) return undefined
  if (rest.length === 0) return { workflow, node: node.id, firstPorts: undefined }
  const embeddedWorkflow = readEmbeddedWorkflow(node, catalog)
  const focus = embeddedWorkflow && reduceSubWorkflows(embeddedWorkflow.workflow, rest, catalog)
  if (!focus) return undefined
  const reducedInnerWorkflow = selectUpstream(focus)
  const { ports } = reducedInnerWorkflow
  const portNames = new Set(ports?.inputs.map((port) => port.name))
  const config = { ...node.data.config, [embeddedWorkflow.setting]: reducedInnerWorkflow as unknown as Json }
  return {
    node: node.id,
    firstPorts: findMainPorts(reducedInnerWorkflow, focus, catalog),
    workflow: {
      ...workflow,
      nodes: workflow.nodes.map((candidate) =>
        candidate === node ? { ...node, data: { ...node.data, config } } : candidate,
      ),
      edges: workflow.edges.filter(
        ({ target, targetHandle }) => target !== node.id || (targetHandle != null && portNames.has(targetHandle)),
      ),
    },
  }
}

/** Returns the workflow embedded in the settings of a node, and the name of the setting. */
function readEmbeddedWorkflow(
  { type, data }: WorkflowNode,
  catalog: Catalog,
): { workflow: Workflow; setting: string } | undefined {
  const definition = catalog.get(type)
  const settings = definition?.settings.safeParse(data.config)
  if (!definition || !settings?.success) return undefined
  const workflow = parseEmbeddedWorkflow(definition, settings.data)
  const source = definition.subWorkflow?.(settings.data)
  const document = source && 'document' in source ? source.document : undefined
  const [setting] = Object.entries(settings.data as object).find(([, value]) => value === document) ?? []
  return workflow && setting !== undefined ? { workflow, setting } : undefined
}

/**
 * Selects a node and all nodes upstream of it. Keeps the workflow inputs that lead to them, and removes the outputs.
 */
function selectUpstream({ workflow, node }: ReducedWorkflow): Workflow {
  const ids = new Set([node])
  // Iterating a set includes items that are added during the iteration.
  for (const id of ids) for (const { source, target } of workflow.edges) if (target === id) ids.add(source)
  const { groups: _groups, ports, ...otherFields } = workflow
  const inputs = (ports?.inputs ?? []).map((port) => ({ ...port, to: port.to.filter((end) => ids.has(end.node)) }))
  return {
    ...otherFields,
    nodes: workflow.nodes.filter(({ id }) => ids.has(id)),
    edges: workflow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    ports: { inputs: inputs.filter(({ to }) => to.length > 0), outputs: [] },
  }
}

/** Returns the names of the workflow inputs that lead to the first input of a node. */
function findMainPorts(
  workflow: Workflow,
  { node, firstPorts }: ReducedWorkflow,
  catalog: Catalog,
): ReadonlySet<string> {
  const mainInputs = listMainInputs(workflow, node, firstPorts, catalog)
  const isMainInput = (end: { node: string; port: string }): boolean => mainInputs.has(`${end.node} ${end.port}`)
  return new Set(workflow.ports?.inputs.filter(({ to }) => to.some(isMainInput)).map(({ name }) => name))
}

/** Lists the inputs, as "node port", on the paths from the sources of a workflow to the first input of a node. */
export function listMainInputs(
  workflow: Workflow,
  node: string,
  firstPorts: ReadonlySet<string> | undefined,
  catalog: Catalog,
): ReadonlySet<string> {
  const findFirstInput = (id: string): string | undefined => {
    const foundNode = workflow.nodes.find((candidate) => candidate.id === id)
    const [declaredInput] = catalog.get(foundNode?.type ?? '')?.inputs ?? []
    return (
      declaredInput?.name ?? (foundNode && readEmbeddedWorkflow(foundNode, catalog)?.workflow.ports?.inputs[0]?.name)
    )
  }
  const inputs = new Set<string>()
  const nodeIds = new Set([node])
  for (const id of nodeIds) {
    const firstInput = findFirstInput(id) ?? ''
    const ports = id === node && firstPorts ? firstPorts : new Set([firstInput])
    for (const port of ports) inputs.add(`${id} ${port}`)
    for (const { source, target, targetHandle } of workflow.edges)
      if (target === id && ports.has(targetHandle ?? firstInput)) nodeIds.add(source)
  }
  return inputs
}
