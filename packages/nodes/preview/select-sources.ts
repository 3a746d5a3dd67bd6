import type { Catalog } from '@aw-flow/engine'
import type { Values, Workflow } from '@aw-flow/schema'
import { listMainInputs } from './reduce-sub-workflows.ts'

/** The part of a workflow that runs to preview a node. */
export interface PreviewSources {
  readonly upstreamWorkflow: Workflow
  /** Known outputs of nodes in that part, keyed by node ID. These nodes do not need to run. */
  readonly providedOutputs: ReadonlyMap<string, Values>
  /**
   * Provided ports, as "node port", that reach the node only through its second and later inputs. Their tables are not
   * sampled, because a join of two samples would match almost no rows.
   */
  readonly completePorts: ReadonlySet<string>
}

interface SourceOptions {
  readonly outputs: Readonly<Record<string, Values>>
  readonly catalog: Catalog
  /** Inputs of the node that lead to its main table. Defaults to the first input of its type. */
  readonly firstPorts?: ReadonlySet<string> | undefined
  hasTable(id: string): boolean
}

/** Selects a node and the nodes upstream of it, up to nodes whose outputs are known and still exist. */
export function selectSources(workflow: Workflow, node: string, options: SourceOptions): PreviewSources {
  const { outputs, hasTable } = options
  const providedOutputs = new Map<string, Values>()
  const ids = new Set<string>([node])
  // Iterating a set includes items that are added during the iteration.
  for (const id of ids) {
    const nodeOutputs = id === node || !Object.hasOwn(outputs, id) ? undefined : outputs[id]
    const areOutputsAvailable =
      nodeOutputs !== undefined &&
      Object.values(nodeOutputs).every((value) => value.kind !== 'table' || hasTable(value.table.id))
    if (areOutputsAvailable && Object.keys(nodeOutputs).length > 0) providedOutputs.set(id, nodeOutputs)
    else for (const { source, target } of workflow.edges) if (target === id) ids.add(source)
  }
  const { groups: _groups, ports: _ports, ...otherFields } = workflow
  const upstreamWorkflow: Workflow = {
    ...otherFields,
    nodes: workflow.nodes.filter(({ id }) => ids.has(id)),
    // Edges into nodes whose outputs are known are not needed.
    edges: workflow.edges.filter(
      ({ source, target }) => ids.has(source) && ids.has(target) && !providedOutputs.has(target),
    ),
  }
  return {
    upstreamWorkflow,
    providedOutputs,
    completePorts: findCompletePorts(upstreamWorkflow, node, providedOutputs, options),
  }
}

function findCompletePorts(
  upstreamWorkflow: Workflow,
  node: string,
  providedOutputs: ReadonlyMap<string, Values>,
  { catalog, firstPorts }: SourceOptions,
): Set<string> {
  const findType = (id: string): ReturnType<Catalog['get']> =>
    catalog.get(upstreamWorkflow.nodes.find((candidate) => candidate.id === id)?.type ?? '')
  // A node that estimates the cost of a run needs all rows.
  const mainInputs = findType(node)?.preview ? new Set() : listMainInputs(upstreamWorkflow, node, firstPorts, catalog)
  const unsampledPorts = new Set<string>()
  const sampledPorts = new Set<string>()
  for (const { source, sourceHandle, target, targetHandle } of upstreamWorkflow.edges) {
    if (!providedOutputs.has(source)) continue
    const port = sourceHandle ?? findType(source)?.outputs[0]?.name ?? ''
    const input = targetHandle ?? findType(target)?.inputs[0]?.name ?? ''
    ;(mainInputs.has(`${target} ${input}`) ? sampledPorts : unsampledPorts).add(`${source} ${port}`)
  }
  return new Set([...unsampledPorts].filter((port) => !sampledPorts.has(port)))
}
