import { previewFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { describeWorkflow, type Tables } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { DatasetPreview } from '@aw-flow/schema/internal'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { createTextFile } from '../test-node.ts'
import type { ProbeDependencies } from './probe-node.ts'
import { plantedFiles } from './test-planted-errors.ts'

export const testCatalog = createBuiltInCatalog()

/** Ports that check the planted errors on a native DuckDB. */
export interface PlantedErrorHarness {
  createDependencies(others?: Readonly<Record<string, Workflow>>): ProbeDependencies
  /** Describes a workflow as the editor does. */
  describe(workflow: Workflow, others?: Readonly<Record<string, Workflow>>): Promise<WorkflowDescription>
  /** Opens the database and reads the files. */
  open(): Promise<void>
  close(): Promise<void> | undefined
}

/** Creates ports for the planted errors. The caller opens and closes them. */
export function createPlantedErrorHarness(): PlantedErrorHarness {
  const files = new Map(Object.entries(plantedFiles).map(([name, text]) => [name, createTextFile(name, text)]))
  const previews = new Map<string, DatasetPreview>()
  let tables: (Tables & { close(): Promise<void> }) | undefined
  let runCount = 0
  const describe = async (
    workflow: Workflow,
    workflows: Readonly<Record<string, Workflow>> = {},
  ): Promise<WorkflowDescription> => {
    const checks = new Map<string, Awaited<ReturnType<Tables['check']>>>()
    const pendingChecks = new Map<string, Parameters<Tables['check']>>()
    const describeOnce = (): WorkflowDescription =>
      describeWorkflow(workflow, {
        catalog: testCatalog,
        workflows,
        context: {
          findPreview: (dataset) => previews.get(dataset),
          hasDataset: (dataset) => files.has(dataset),
          checkStatement(statement, inputs, parameters) {
            const key = JSON.stringify([statement, inputs, parameters])
            if (!checks.has(key)) pendingChecks.set(key, [statement, { inputs, parameters }])
            return checks.get(key)
          },
        },
      })
    describeOnce()
    for (const [key, check] of pendingChecks) checks.set(key, await tables!.check(...check))
    return describeOnce()
  }
  return {
    async open() {
      tables = await openDuckDb({ threads: 1 })
      for (const [name, file] of files) previews.set(name, await previewFile(file))
    },
    close: () => tables?.close(),
    describe,
    createDependencies: (otherWorkflows = {}) => ({
      catalog: testCatalog,
      findWorkflows: () => Promise.resolve(otherWorkflows),
      describe: (workflow) => describe(workflow, otherWorkflows),
      run: {
        tables: tables!,
        files: { open: (dataset) => Promise.resolve(files.get(dataset)) },
        id: `check-${++runCount}`,
      },
      signal: new AbortController().signal,
    }),
  }
}
