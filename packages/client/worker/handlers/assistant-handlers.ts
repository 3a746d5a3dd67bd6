import {
  assignFiles,
  findDayTransition,
  findTimeZone,
  findTimingProblems,
  listPlannedTimes,
  type Files,
} from '@aw-flow/engine'
import {
  createNodePreviewer,
  explainWithModel,
  findFixes,
  planFromDescription,
  proposeEditWithModel,
  suggestNextNodes,
} from '@aw-flow/nodes'
import { getExpressionAssist } from '../get-expression-assist.ts'
import { insertSamples, type SampledWorkflow } from '../insert-samples.ts'
import { readNodeDocs } from '../read-node-docs.ts'
import { replaceSettings } from '../replace-settings.ts'
import { addSampleNode, createSampleFile } from '../sample-node.ts'
import { createDocumentDescriber } from './describe-documents.ts'
import type { HandlerContext } from './handler-context.ts'
import type { Handlers } from './handler-types.ts'

/** Creates the handlers of requests about the document being edited. */
export function createAssistantHandlers(context: HandlerContext) {
  const { tables, files, services, clock, render, sandbox, ledger, statementChecks, runs, findWorkflows, openModel } =
    context
  const describe = createDocumentDescriber(context)
  const nodePreviewer = createNodePreviewer(tables, ledger)
  let fixCount = 0
  return {
    describe,

    async checkStatements() {
      // Runs in progress would use up the check's time limit, so the check starts after they have ended.
      while (runs.size > 0) await Promise.allSettled(runs)
      return statementChecks.run()
    },

    async layOut(graph) {
      const { arrangeGraph } = await import('../arrange-graph.ts')
      return arrangeGraph(graph)
    },

    async completeExpression(request) {
      const { node: _node, text: _text, offset: _offset, over: _over, outputs: _outputs, ...describeInput } = request
      return getExpressionAssist(request, {
        catalog: context.getCatalog(),
        description: await describe(describeInput),
        tables,
        clock: { now: clock.now(), seed: 1 },
      })
    },

    async planTimes({ cron, timeZone, count }) {
      const timing = { rule: { kind: 'cron', cron }, timeZone } as const
      const zone = findTimeZone(timeZone)
      if (!zone || findTimingProblems(timing).length > 0) return []
      return listPlannedTimes(timing, clock.now(), count).map((time) => {
        const transition = findDayTransition(zone, time)
        return { time, ...(transition ? { offsetChange: (transition.after - transition.before) / 60_000 } : {}) }
      })
    },

    suggestNextNodes: (request) => suggestNextNodes({ ...request, types: context.getCatalog().list() }),

    planFromDescription: (request) => planFromDescription({ ...request, catalog: context.getCatalog() }),

    async proposeEdit({ previews, datasets, runDatasets, samples: _samples, ...request }, { signal }) {
      const model = await openModel(request.model ?? '', signal)
      return proposeEditWithModel(request, {
        model,
        catalog: context.getCatalog(),
        describe: async (workflow) => describe({ workflow, previews, datasets, runDatasets }),
        signal,
      })
    },

    async explainWorkflow(request, { signal }) {
      const model = await openModel(request.model ?? '', signal)
      return explainWithModel(request, { model, signal })
    },

    explainProblem: async ({ code, language }) => {
      const { readProblemMeaning } = await import('@aw-flow/messages/reference')
      return readProblemMeaning(code, language)
    },

    findFixes: async ({ problem, workflowNames, inputs, ...input }, { signal }) =>
      findFixes(
        { workflow: input.workflow, problem, workflowNames },
        {
          catalog: context.getCatalog(),
          findWorkflows,
          functions: (await services.functions?.list()) ?? [],
          async describe(workflow) {
            const description = await describe({ ...input, workflow })
            if (!description.unchecked) return description
            await statementChecks.run()
            return describe({ ...input, workflow })
          },
          run: { tables, files, sandbox, render, inputs, id: `fixes-${++fixCount}` },
          signal,
        },
      ),

    async previewNode({ settings = {}, workflow, samples = [], runDatasets = {}, inputs, ...request }, { signal }) {
      const sampledWorkflow = insertSamples(workflow, samples)
      const filesByNode = Object.fromEntries(
        Object.entries(runDatasets).map(([node, dataset]) => [
          node,
          { kind: 'file' as const, dataset, name: dataset.slice(0, 8) },
        ]),
      )
      const catalog = addSampleNode(context.getCatalog())
      const assignment = assignFiles(workflow, catalog, { byNode: filesByNode }, await findWorkflows(workflow))
      return nodePreviewer.preview(
        {
          ...request,
          workflow: replaceSettings(sampledWorkflow.workflow, request.node, settings),
          inputs: { ...inputs, ...assignment.inputs },
        },
        {
          catalog,
          files: addSampleFiles(files, sampledWorkflow),
          sandbox,
          render,
          findWorkflows,
          models: services.models,
          signal,
        },
      )
    },

    readNodeDocs: ({ type, language }) => readNodeDocs(type, language),
  } satisfies Partial<Handlers>
}

/** Returns a `Files` object that also provides sample rows entered as text. */
const addSampleFiles = (files: Files, { csvByDataset }: SampledWorkflow): Files => ({
  open: async (dataset) => {
    const text = csvByDataset.get(dataset)
    return text === undefined ? files.open(dataset) : createSampleFile(text, dataset)
  },
})
