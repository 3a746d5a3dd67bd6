import { digestJson } from '@aw-flow/engine'
import {
  applyEdit,
  readWorkflow,
  type Config,
  type Edit,
  type PortType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
} from '@aw-flow/schema'
import { sampleNodePrefix } from '@aw-flow/schema/internal'
import type { InputSample } from '../engine/input-sample.ts'
import { sampleNode } from './sample-node.ts'

/** The setting of a sub-workflow node that contains the nested workflow. */
const subWorkflowSetting = 'document'

/** A workflow in which sample data is connected to inputs without a source. */
export interface SampledWorkflow {
  readonly workflow: Workflow
  /** Sample rows entered as text, in CSV format, keyed by the dataset ids that the workflow uses for them. */
  readonly csvByDataset: ReadonlyMap<string, string>
}

/** The node inputs that receive a sample, and the path of the workflow that contains them. */
interface UnconnectedInputs {
  readonly type: PortType
  readonly path: readonly string[]
  readonly inputs: readonly { readonly node: string; readonly port: string }[]
}

/**
 * For each sample, adds a node that outputs the sample data. Skips samples whose input has been connected in the
 * meantime.
 */
export function insertSamples(workflow: Workflow, samples: readonly InputSample[]): SampledWorkflow {
  const csvByDataset = new Map<string, string>()
  let sampledWorkflow = workflow
  for (const [index, sample] of samples.entries()) {
    const unconnectedInputs = findUnconnectedInputs(sampledWorkflow, sample)
    if (!unconnectedInputs) continue
    const id = `${sampleNodePrefix}${index}`
    const { type, config, output } = createSource(sample, unconnectedInputs.type, csvByDataset)
    const node: WorkflowNode = { id, type, position: { x: 0, y: 0 }, data: { label: sample.port, config } }
    const edits: Edit[] = [
      { type: 'add-node', node },
      ...unconnectedInputs.inputs.map((input, inputIndex): Edit => ({
        type: 'add-edge',
        edge: {
          id: `${id}-${inputIndex}`,
          source: id,
          sourceHandle: output,
          target: input.node,
          targetHandle: input.port,
        },
      })),
      ...(sample.path.length === 0 ? [createDetachEdit(sampledWorkflow, sample.port)] : []),
    ]
    const edit = unconnectedInputs.path.reduceRight<Edit>(
      (inner, outerId) => ({ type: 'edit-inside', id: outerId, setting: subWorkflowSetting, edit: inner }),
      { type: 'batch', edits },
    )
    sampledWorkflow = applyEdit(sampledWorkflow, edit).workflow
  }
  return { workflow: sampledWorkflow, csvByDataset }
}

/** Returns the node inputs that receive a sample, or `undefined` if the input already has a source. */
function findUnconnectedInputs(workflow: Workflow, { path, port }: InputSample): UnconnectedInputs | undefined {
  const node = path.at(-1)
  if (node === undefined) {
    const inputPort = workflow.ports?.inputs.find(({ name }) => name === port)
    const inputs = inputPort?.to.filter((input) => !hasEdge(workflow, input)) ?? []
    return inputPort && inputs.length > 0 ? { type: inputPort.type, path: [], inputs } : undefined
  }
  const outerPath = path.slice(0, -1)
  const outerWorkflow = findInnerWorkflow(workflow, outerPath)
  const input = { node, port }
  const inputPort = findInnerWorkflow(workflow, path)?.ports?.inputs.find(({ name }) => name === port)
  const isProvided =
    !outerWorkflow ||
    hasEdge(outerWorkflow, input) ||
    outerWorkflow.ports?.inputs.some(({ to: targets }) => targets.some((end) => end.node === node && end.port === port))
  return isProvided || !inputPort ? undefined : { type: inputPort.type, path: outerPath, inputs: [input] }
}

const hasEdge = ({ edges }: Workflow, { node, port }: { node: string; port: string }): boolean =>
  edges.some(({ target, targetHandle }) => target === node && (targetHandle ?? port) === port)

/** Returns the workflow at a path of sub-workflow nodes. */
function findInnerWorkflow(workflow: Workflow, path: readonly string[]): Workflow | undefined {
  let innerWorkflow: Workflow | undefined = workflow
  for (const id of path) {
    const document: unknown = innerWorkflow?.nodes.find((node) => node.id === id)?.data.config[subWorkflowSetting]
    innerWorkflow = document === undefined ? undefined : readWorkflow(document).workflow
  }
  return innerWorkflow
}

/** Disconnects an input of the document from its nodes, because the sample node now provides their values. */
const createDetachEdit = ({ ports = { inputs: [], outputs: [] } }: Workflow, name: string): Edit => ({
  type: 'set-ports',
  ports: { ...ports, inputs: ports.inputs.map((input) => (input.name === name ? { ...input, to: [] } : input)) },
})

function createSource(
  sample: InputSample,
  portType: PortType,
  csvByDataset: Map<string, string>,
): { type: string; config: Config; output: string } {
  switch (sample.kind) {
    case 'dataset':
      return createFileSource(sample.dataset, portType)
    case 'rows': {
      const dataset = digestJson(['input sample', sample.text])
      csvByDataset.set(dataset, sample.text)
      return createFileSource(dataset, portType)
    }
    case 'text':
      return { type: sampleNode.type, config: { kind: 'text', content: sample.text }, output: 'value' }
    case 'json':
      // A JSON value is also a valid JSONata expression.
      return { type: 'transform', config: { expression: sample.text }, output: 'value' }
  }
}

const createFileSource = (dataset: string, portType: PortType): ReturnType<typeof createSource> =>
  portType === 'file'
    ? { type: sampleNode.type, config: { kind: 'file', content: dataset }, output: 'value' }
    : { type: 'loading', config: { dataset }, output: 'table' }

/**
 * Adds columns known from samples to a document's description. The original problems, such as a missing connection of
 * the sub-workflow node, are kept.
 */
export function describeWithSamples(
  description: WorkflowDescription,
  sampledDescription: WorkflowDescription,
  samples: readonly InputSample[],
): WorkflowDescription {
  const prefixes = samples.map(({ path }) => path.map((id) => `${id}/`).join(''))
  const replaceSampledNodes = (
    originalNodes: WorkflowDescription['nodes'],
    replacements: WorkflowDescription['nodes'],
    isSampled: (id: string) => boolean,
  ): WorkflowDescription['nodes'] =>
    Object.fromEntries(
      Object.entries(originalNodes).map(([id, node]) => [id, (isSampled(id) ? replacements[id] : undefined) ?? node]),
    )
  return {
    ...description,
    nodes: replaceSampledNodes(description.nodes, sampledDescription.nodes, () => prefixes.includes('')),
    ...(description.inner
      ? {
          inner: replaceSampledNodes(description.inner, sampledDescription.inner ?? {}, (id) =>
            prefixes.some((prefix) => id.startsWith(prefix)),
          ),
        }
      : {}),
    ...(sampledDescription.unchecked ? { unchecked: true } : {}),
  }
}
