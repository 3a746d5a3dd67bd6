import {
  selectChildren,
  type Config,
  type NodePreview,
  type OfferedFix,
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
import type { ExpressionHelp } from './expression-help.ts'
import type { InputSample } from '../engine/input-sample.ts'
import { requests, type DescribeInput } from '../engine/requests.ts'
import type { ProposeEditOptions } from '../session.ts'

/** Descriptions, checks and completions that the engine computes for the workflow being edited. */
export interface WorkflowHelp {
  /** Returns columns and problems of a workflow, by default this one; `undefined` if the engine is not ready or failed. */
  describe(workflow?: Workflow): Promise<WorkflowDescription | undefined>
  /** Checks the SQL statements that are `unchecked` in a description. Returns true if the description changes. */
  checkStatements(): Promise<boolean>
  /** Finds edits that fix a problem in the workflow. */
  findFixes(problem: Problem, workflowNames: readonly string[]): Promise<Result<OfferedFix[]>>
  /** Asks a language model to propose a change to the workflow. */
  proposeEdit(description: string, options?: ProposeEditOptions): Promise<Result<WorkflowProposal>>
  /** Computes the outputs of a node from samples, with some of its settings replaced. */
  previewNode(node: string, options?: { signal?: AbortSignal; settings?: Config }): Promise<Result<NodePreview>>
  /** Completes an expression in a node's settings at `offset`, and evaluates it. */
  completeExpression(
    node: string,
    text: string,
    offset: number,
    over?: 'value' | 'row',
  ): Promise<Result<ExpressionHelp>>
}

interface WorkflowHelpOptions {
  engine: Engine
  library: DatasetLibrary
  getDocument: () => Workflow
  /** Returns the datasets that the next run reads, by the ids of the nodes that have no dataset in their settings. */
  getRunDatasets: () => Readonly<Record<string, string>>
  /** Returns the sample data for inputs that have no source. */
  getInputSamples: () => readonly InputSample[]
  getRun: () => RunView | undefined
  /** Returns the nodes whose result in the run is out of date. */
  getStaleIds: () => ReadonlySet<string>
  /** Returns whether the list of datasets has been read. */
  hasListedDatasets: () => boolean
  onProblem: (problem: Problem) => void
}

/** Creates the help for a workflow. Each request includes the datasets that the workflow refers to. */
export function createWorkflowHelp({
  engine,
  library,
  getDocument,
  getRunDatasets,
  getInputSamples,
  getRun,
  getStaleIds,
  hasListedDatasets,
  onProblem,
}: WorkflowHelpOptions): WorkflowHelp {
  /** Lists the stored datasets, and referenced datasets that another host of the engine provides. */
  const listAvailableDatasets = async (references: readonly string[]): Promise<readonly string[] | undefined> => {
    if (!hasListedDatasets()) return undefined
    const ownIds = library.datasets.map(({ id }) => id)
    const otherIds = references.filter((id) => !ownIds.includes(id))
    const contents = await Promise.all(otherIds.map((id) => engine.bytes(id)))
    return [...ownIds, ...otherIds.filter((_, index) => contents[index] !== undefined)]
  }

  /** Reads facts about a workflow and the datasets that it refers to. */
  const readFacts = async (
    additionalReferences: readonly string[] = [],
    workflow: Workflow = getDocument(),
  ): Promise<DescribeInput> => {
    const runDatasets = getRunDatasets()
    const samples = getInputSamples()
    const sampleDatasets = samples.flatMap((sample) => (sample.kind === 'dataset' ? [sample.dataset] : []))
    const references = [...findDatasetReferences(workflow), ...sampleDatasets, ...additionalReferences]
    const [previews, datasets] = await Promise.all([
      library.previews([...references, ...Object.values(runDatasets)]),
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
      const response = await engine.ask(requests.describe(await readFacts([], workflow)))
      if (response.ok) return response.value
      if (engine.status.state === 'ready') onProblem(response.problem)
      return undefined
    },

    async checkStatements() {
      const response = await engine.ask(requests.checkStatements({}))
      // If the database cannot be opened, the statements stay unchecked; the next run reports the reason.
      return response.ok && response.value
    },

    async findFixes(problem, workflowNames) {
      return engine.ask(
        requests.findFixes({
          ...(await readFacts()),
          problem,
          workflowNames: [...workflowNames],
          inputs: getRun()?.inputs ?? {},
        }),
      )
    },

    async proposeEdit(description, { model, dataset, signal } = {}) {
      const facts = await readFacts(dataset === undefined ? [] : [dataset])
      const columns = facts.previews.find((preview) => preview.dataset === dataset)?.columns
      return engine.ask(
        requests.proposeEdit({
          ...facts,
          description,
          ...(model === undefined ? {} : { model }),
          ...(dataset === undefined ? {} : { dataset }),
          ...(columns ? { columns } : {}),
        }),
        signal ? { signal } : {},
      )
    },

    previewNode(node, { signal, settings } = {}) {
      const run = getRun()
      const runDatasets = getRunDatasets()
      const staleIds = new Set([...getStaleIds(), ...findNodesWithOtherFiles(getDocument(), run, runDatasets)])
      const current = Object.entries(run?.nodes ?? {}).filter(([id]) => !staleIds.has(id))
      const outputs = Object.fromEntries(current.map(([id, nodeRun]) => [id, nodeRun.outputs]))
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
        signal ? { signal } : {},
      )
    },

    async completeExpression(node, text, offset, over) {
      const facts = await readFacts()
      const path = node.split('/').slice(0, -1)
      const siblings = path.length === 0 ? (getRun()?.nodes ?? {}) : selectChildren(getRun()?.inner ?? {}, path)
      const outputs = Object.fromEntries(Object.entries(siblings).map(([id, sibling]) => [id, sibling.outputs]))
      const position = { node, text, offset, ...(over ? { over } : {}) }
      return engine.ask(requests.completeExpression({ ...facts, ...position, outputs }))
    },
  }
}

/** Returns the nodes whose next run reads a different file than the last one, and all nodes after them. */
function findNodesWithOtherFiles(
  { edges }: Workflow,
  run: RunView | undefined,
  runDatasets: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const readFile = (node: string): string | undefined =>
    Object.values(run?.inputs?.[node] ?? {}).find((value) => value.kind === 'file')?.dataset
  const ids = new Set(Object.keys(runDatasets).filter((node) => readFile(node) !== runDatasets[node]))
  // Iterating a set includes items that are added during the iteration.
  for (const id of ids) for (const { source, target } of edges) if (source === id) ids.add(target)
  return ids
}
