import { createMemoryStorage, createSession, type StoredDataset, type WorkflowSession } from '@aw-flow/client'
import { createEmptyWorkflow, type Config, type Problem, type Workflow } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import type { Workspace } from '../workspace.ts'

/** Node IDs in a validation session. */
export const loadNodeId = 'load'
export const validationNodeId = 'check'

/** Opens a session that stores nothing, with a workflow that loads and validates a dataset. */
export function createValidationSession(
  { engine }: Workspace,
  storedDataset: StoredDataset,
  config: Config,
): Promise<WorkflowSession> {
  const { id, name } = storedDataset.dataset
  return createSession({
    engine,
    // The session reports a dataset as deleted if the storage does not list it.
    storage: { ...createMemoryStorage(), listDatasets: () => Promise.resolve([storedDataset]) },
    initial: createValidationWorkflow(id, name, config),
  })
}

/**
 * Validates a dataset with a Validate node, in a session that stores nothing. Returns the node's report or, without a
 * report, the problem.
 */
export async function validateDataset(
  workspace: Workspace,
  storedDataset: StoredDataset,
  config: Config,
): Promise<{ report: unknown } | { problem: Problem }> {
  const session = await createValidationSession(workspace, storedDataset, config)
  try {
    await session.runs.start()
    const node = session.runs.current?.nodes[validationNodeId]
    const report = node?.report?.report
    if (report !== undefined) return { report }
    const nodeError = session.runs.current?.nodes[loadNodeId]?.error ?? node?.error
    return {
      problem:
        nodeError?.problem ??
        session.problems.latest ??
        createStudioProblem('validation.not-run', getStrings().validation.notStarted, {
          hint: getStrings().validation.notStartedHint,
        }),
    }
  } finally {
    await session.close()
  }
}

function createValidationWorkflow(datasetId: string, name: string, config: Config): Workflow {
  const createNode = (id: string, type: string, settings: Config, x: number): Workflow['nodes'][number] => ({
    id,
    type,
    position: { x, y: 0 },
    data: { label: id, config: settings },
  })
  return {
    ...createEmptyWorkflow(`Validation of ${name}`.slice(0, 200)),
    nodes: [
      createNode(loadNodeId, 'loading', { dataset: datasetId }, 0),
      createNode(validationNodeId, 'validation', config, 300),
    ],
    edges: [
      {
        id: 'load-check',
        source: loadNodeId,
        target: validationNodeId,
        sourceHandle: 'table',
        targetHandle: 'table',
      },
    ],
  }
}
