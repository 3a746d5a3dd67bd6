import { defined, type Problem, type RunView, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { selectChildren } from '@aw-flow/schema/internal'
import { findDatasetReferences } from '../data/find-dataset-references.ts'
import type { DatasetLibrary } from '../data/dataset-library.ts'
import type { Engine } from '../engine/engine.ts'
import type { InputSample } from '../engine/input-sample.ts'
import { requests } from '../engine/requests.ts'
import type { DescribeInput } from '../engine/request-schemas.ts'
import type { SessionAssistant } from '../session.ts'

/** The assistant of a stored document, with the functions that its description needs. */
export interface StoredSessionAssistant extends SessionAssistant {
  /** Describes the document. Returns `undefined` if the engine is not ready or fails. */
  describe(): Promise<WorkflowDescription | undefined>
  /**
   * Checks the SQL statements that the description lists as `unchecked`. Returns true if the description has changed.
   */
  checkPendingStatements(): Promise<boolean>
}

interface AssistantOptions {
  engine: Engine
  library: DatasetLibrary
  getDocument: () => Workflow
  /** Lists the names of all other stored workflows. */
  listWorkflows: () => Promise<readonly string[]>
  getRun: () => RunView | undefined
  /** Returns the ids of nodes whose results in the run are outdated. */
  getStaleIds: () => ReadonlySet<string>
  /** Returns whether the list of datasets has been loaded. */
  hasListedDatasets: () => boolean
  /** Called when `runDatasets` or `inputSamples` has changed. */
  onInputsChange: () => void
  /** Enables checks of the document's SQL statements. */
  enableStatementChecks: () => void
  onProblem: (problem: Problem) => void
}

/**
 * Creates the assistant of a document. Its requests include the previews of all datasets that the workflow refers to.
 */
export function createSessionAssistant({
  engine,
  library,
  getDocument,
  listWorkflows,
  getRun,
  getStaleIds,
  hasListedDatasets,
  onInputsChange,
  enableStatementChecks,
  onProblem,
}: AssistantOptions): StoredSessionAssistant {
  let runDatasets: Readonly<Record<string, string>> = {}
  let inputSamples: readonly InputSample[] = []

  /** Collects the workflow and information about the datasets it refers to. */
  const collectDescribeInput = async (
    additionalReferences: readonly string[] = [],
    workflow: Workflow = getDocument(),
  ): Promise<DescribeInput> => {
    const sampleDatasets = inputSamples.flatMap((sample) => (sample.kind === 'dataset' ? [sample.dataset] : []))
    const references = [...findDatasetReferences(workflow), ...sampleDatasets, ...additionalReferences]
    const [previews, datasets] = await Promise.all([
      library.getPreviews([...references, ...Object.values(runDatasets)]),
      hasListedDatasets() ? listAvailableDatasets({ engine, library }, references) : undefined,
    ])
    return {
      workflow,
      previews,
      runDatasets,
      ...(inputSamples.length > 0 ? { samples: [...inputSamples] } : {}),
      ...(datasets ? { datasets: [...datasets] } : {}),
    }
  }

  const describe = async (workflow: Workflow): Promise<WorkflowDescription | undefined> => {
    if (engine.status.state !== 'ready') return undefined
    const response = await engine.ask(requests.describe(await collectDescribeInput([], workflow)))
    if (response.ok) return response.value
    if (engine.status.state === 'ready') onProblem(response.problem)
    return undefined
  }

  return {
    listScheduledTimes: (cron, timeZone, count) => engine.ask(requests.planTimes({ cron, timeZone, count })),
    suggestNextNodes: (workflow, node, port) => engine.ask(requests.suggestNextNodes({ workflow, node, port })),
    planFromDescription: (request) => engine.ask(requests.planFromDescription(request)),
    explainWorkflow: (request, signal) => engine.ask(requests.explainWorkflow(request), defined({ signal })),
    explainProblem: (code, language) => engine.ask(requests.explainProblem({ code, language })),
    describe: () => describe(getDocument()),
    describeOther: describe,
    checkStatements: enableStatementChecks,

    async checkPendingStatements() {
      const response = await engine.ask(requests.checkStatements({}))
      // If the database cannot be opened, the statements remain unchecked. The next run reports why.
      return response.ok && response.value
    },

    async findFixes(problem) {
      // Other documents are listed only if the fix may be the name of another workflow.
      const workflowNames = problem.code === 'sub-workflow.missing' ? await listWorkflows() : []
      const inputs = getRun()?.inputs ?? {}
      const describeInput = await collectDescribeInput()
      return engine.ask(requests.findFixes({ ...describeInput, problem, workflowNames: [...workflowNames], inputs }))
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
      const staleIds = new Set([...getStaleIds(), ...findNodesWithChangedFiles(getDocument(), run, runDatasets)])
      const outputs = collectOutputs(run?.nodes, (id) => !staleIds.has(id))
      const inputs = { inputs: run?.inputs ?? {}, runDatasets, samples: [...inputSamples] }
      return engine.ask(
        requests.previewNode({ workflow: getDocument(), node, settings, outputs, ...inputs }),
        defined({ signal }),
      )
    },

    async completeExpression(node, text, offset, over) {
      const describeInput = await collectDescribeInput()
      const path = node.split('/').slice(0, -1)
      const siblings = path.length === 0 ? (getRun()?.nodes ?? {}) : selectChildren(getRun()?.inner ?? {}, path)
      const outputs = collectOutputs(siblings)
      const position = { node, text, offset, ...(over ? { over } : {}) }
      return engine.ask(requests.completeExpression({ ...describeInput, ...position, outputs }))
    },

    get runDatasets() {
      return runDatasets
    },
    setRunDatasets(datasets) {
      if (JSON.stringify(datasets) === JSON.stringify(runDatasets)) return
      runDatasets = datasets
      onInputsChange()
    },
    get inputSamples() {
      return inputSamples
    },
    setInputSamples(samples) {
      if (JSON.stringify(samples) === JSON.stringify(inputSamples)) return
      inputSamples = samples
      onInputsChange()
    },
  }
}

/** Lists the stored datasets and those referenced datasets that other hosts of the engine provide. */
async function listAvailableDatasets(
  { engine, library }: Pick<AssistantOptions, 'engine' | 'library'>,
  references: readonly string[],
): Promise<readonly string[]> {
  const storedIds = library.datasets.map(({ id }) => id)
  const otherIds = references.filter((id) => !storedIds.includes(id))
  const contents = await Promise.all(otherIds.map((id) => engine.readDataset(id)))
  return [...storedIds, ...otherIds.filter((_, index) => contents[index] !== undefined)]
}

/** Returns the outputs of nodes in a run, keyed by node id. */
const collectOutputs = (nodes: RunView['nodes'] = {}, isIncluded: (id: string) => boolean = () => true) =>
  Object.fromEntries(
    Object.entries(nodes).flatMap(([id, { outputs }]) => (isIncluded(id) ? [[id, outputs] as const] : [])),
  )

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
