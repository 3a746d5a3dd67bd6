import {
  selectChildren,
  defined,
  type Config,
  type NodePreview,
  type SuggestedFix,
  type Problem,
  type Result,
  type RunView,
  type Workflow,
  type WorkflowDescription,
  type WorkflowProposal,
} from '@aw-flow/schema'
import { findDatasetReferences } from '../data/find-dataset-references.ts'
import type { DatasetLibrary } from '../data/dataset-library.ts'
import type { Engine } from '../engine/engine.ts'
import type { ExpressionAssist } from './expression-assist.ts'
import type { InputSample } from '../engine/input-sample.ts'
import { requests } from '../engine/requests.ts'
import type { DescribeInput } from '../engine/request-schemas.ts'
import type { ProposeEditOptions } from '../session.ts'

/** Descriptions, checks and completions for the workflow being edited, computed by the engine. */
export interface WorkflowAssistant {
  /**
   * Describes the columns and problems of a workflow, by default the one being edited. Returns `undefined` if the
   * engine is not ready or fails.
   */
  describe(workflow?: Workflow): Promise<WorkflowDescription | undefined>
  /**
   * Checks the SQL statements that the description lists as `unchecked`. Returns true if the description has changed.
   */
  checkStatements(): Promise<boolean>
  /** Finds edits that fix a problem in the workflow. */
  findFixes(problem: Problem, workflowNames: readonly string[]): Promise<Result<SuggestedFix[]>>
  /** Asks a language model to propose a change to the workflow. */
  proposeEdit(description: string, options?: ProposeEditOptions): Promise<Result<WorkflowProposal>>
  /** Computes a node's outputs from sample data. `settings` overrides some of the node's settings. */
  previewNode(node: string, options?: { signal?: AbortSignal; settings?: Config }): Promise<Result<NodePreview>>
  /** Completes an expression in a node's settings at the position `offset`, and evaluates it. */
  completeExpression(
    node: string,
    text: string,
    offset: number,
    over?: 'value' | 'row',
  ): Promise<Result<ExpressionAssist>>
}

interface WorkflowAssistantOptions {
  engine: Engine
  library: DatasetLibrary
  getDocument: () => Workflow
  /**
   * Returns the ids of the datasets that are selected for the next run, keyed by node id. Contains only nodes without a
   * dataset setting.
   */
  getRunDatasets: () => Readonly<Record<string, string>>
  /** Returns the sample data for inputs without a source. */
  getInputSamples: () => readonly InputSample[]
  getRun: () => RunView | undefined
  /** Returns the ids of nodes whose results in the run are outdated. */
  getStaleIds: () => ReadonlySet<string>
  /** Returns whether the list of datasets has been loaded. */
  hasListedDatasets: () => boolean
  onProblem: (problem: Problem) => void
}

/**
 * Creates the assistant for a workflow. Its requests include the previews of all datasets that the workflow refers to.
 */
export function createWorkflowAssistant({
  engine,
  library,
  getDocument,
  getRunDatasets,
  getInputSamples,
  getRun,
  getStaleIds,
  hasListedDatasets,
  onProblem,
}: WorkflowAssistantOptions): WorkflowAssistant {
  /** Lists the stored datasets and those referenced datasets that other hosts of the engine provide. */
  const listAvailableDatasets = async (references: readonly string[]): Promise<readonly string[] | undefined> => {
    if (!hasListedDatasets()) return undefined
    const storedIds = library.datasets.map(({ id }) => id)
    const otherIds = references.filter((id) => !storedIds.includes(id))
    const contents = await Promise.all(otherIds.map((id) => engine.readDataset(id)))
    return [...storedIds, ...otherIds.filter((_, index) => contents[index] !== undefined)]
  }

  /** Collects the workflow and information about the datasets it refers to. */
  const collectDescribeInput = async (
    additionalReferences: readonly string[] = [],
    workflow: Workflow = getDocument(),
  ): Promise<DescribeInput> => {
    const runDatasets = getRunDatasets()
    const samples = getInputSamples()
    const sampleDatasets = samples.flatMap((sample) => (sample.kind === 'dataset' ? [sample.dataset] : []))
    const references = [...findDatasetReferences(workflow), ...sampleDatasets, ...additionalReferences]
    const [previews, datasets] = await Promise.all([
      library.getPreviews([...references, ...Object.values(runDatasets)]),
      listAvailableDatasets(references),
    ])
    return {
      workflow,
      previews,
      runDatasets,
      ...(samples.length > 0 ? { samples: [...samples] } : {}),
      ...(datasets ? { datasets: [...datasets] } : {}),
    }
  }

  return {
    async describe(workflow) {
      if (engine.status.state !== 'ready') return undefined
      const response = await engine.ask(requests.describe(await collectDescribeInput([], workflow)))
      if (response.ok) return response.value
      if (engine.status.state === 'ready') onProblem(response.problem)
      return undefined
    },

    async checkStatements() {
      const response = await engine.ask(requests.checkStatements({}))
      // If the database cannot be opened, the statements remain unchecked. The next run reports why.
      return response.ok && response.value
    },

    async findFixes(problem, workflowNames) {
      return engine.ask(
        requests.findFixes({
          ...(await collectDescribeInput()),
          problem,
          workflowNames: [...workflowNames],
          inputs: getRun()?.inputs ?? {},
        }),
      )
    },

    async proposeEdit(description, { model, dataset, signal } = {}) {
      const describeInput = await collectDescribeInput(dataset === undefined ? [] : [dataset])
      const columns = describeInput.previews.find((preview) => preview.dataset === dataset)?.columns
      return engine.ask(
        requests.proposeEdit({ ...describeInput, description, ...defined({ model, dataset, columns }) }),
        defined({ signal }),
      )
    },

    previewNode(node, { signal, settings } = {}) {
      const run = getRun()
      const runDatasets = getRunDatasets()
      const staleIds = new Set([...getStaleIds(), ...findNodesWithChangedFiles(getDocument(), run, runDatasets)])
      const currentNodeEntries = Object.entries(run?.nodes ?? {}).filter(([id]) => !staleIds.has(id))
      const outputs = Object.fromEntries(currentNodeEntries.map(([id, nodeRun]) => [id, nodeRun.outputs]))
      return engine.ask(
        requests.previewNode({
          workflow: getDocument(),
          node,
          settings,
          outputs,
          inputs: run?.inputs ?? {},
          runDatasets,
          samples: [...getInputSamples()],
        }),
        defined({ signal }),
      )
    },

    async completeExpression(node, text, offset, over) {
      const describeInput = await collectDescribeInput()
      const path = node.split('/').slice(0, -1)
      const siblings = path.length === 0 ? (getRun()?.nodes ?? {}) : selectChildren(getRun()?.inner ?? {}, path)
      const outputs = Object.fromEntries(Object.entries(siblings).map(([id, sibling]) => [id, sibling.outputs]))
      const position = { node, text, offset, ...(over ? { over } : {}) }
      return engine.ask(requests.completeExpression({ ...describeInput, ...position, outputs }))
    },
  }
}

/** Returns the ids of nodes whose next run reads a different file than the last run, and of all downstream nodes. */
function findNodesWithChangedFiles(
  { edges }: Workflow,
  run: RunView | undefined,
  runDatasets: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const getDatasetId = (node: string): string | undefined =>
    Object.values(run?.inputs?.[node] ?? {}).find((value) => value.kind === 'file')?.dataset
  const ids = new Set(Object.keys(runDatasets).filter((node) => getDatasetId(node) !== runDatasets[node]))
  // Iterating a set also visits elements added during the iteration.
  for (const id of ids) for (const { source, target } of edges) if (source === id) ids.add(target)
  return ids
}
