import {
  checkTable,
  compareProfiles,
  createAskModel,
  deepProfile,
  isForDifferentTable,
  listChangedCells,
  OperationError,
  previewExamples,
  previewFile,
  previewPlan,
  previewPreparation,
  profileTable,
  createRuleBasedProposer,
  proposeSchema,
  proposeTableRows,
  reviewFindings,
  traceCell,
  type CheckCache,
  type LanguageModel,
} from '@aw-flow/agents'
import { message, type Text } from '@aw-flow/messages'
import { createBrowserFile } from '@aw-flow/data/browser'
import {
  assignFiles,
  collectWorkflows,
  createResultCache,
  createTableLedger,
  describeWorkflow,
  findDayTransition,
  findTimeZone,
  findTimingProblems,
  intersectAccess,
  listPlannedTimes,
  listRequestedAccess,
  NodeError,
  restrictServices,
  type Catalog,
  type Clock,
  type Files,
  type Formats,
  type GrantedAccess,
  type ExternalServices,
  type Sandbox,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import {
  askData,
  askDataWithModel,
  writeText,
  createNodePreviewer,
  deriveTable,
  explainWithModel,
  findFixes,
  openLimitedModel,
  planFromDescription,
  proposeEditWithModel,
  suggestNextNodes,
} from '@aw-flow/nodes'
import {
  dataQuestionSchema,
  writeRequestSchema,
  error,
  readWorkflow,
  tableFormats,
  assignOperationIds,
  defined,
  type TableQuery,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import type { OutputOf, InputOf, ProgressOf, RequestName } from '../engine/requests.ts'
import type { Access } from '../engine/request-schemas.ts'
import { executeRun } from './execute-run.ts'
import { createDerivedTables } from './derived-tables.ts'
import { hashBytes } from './hash-bytes.ts'
import { getExpressionAssist } from './get-expression-assist.ts'
import { addSampleNode } from './sample-node.ts'
import { describeWithSamples, insertSamples, type SampledWorkflow } from './insert-samples.ts'
import { createImportedTables } from './imported-tables.ts'
import { readNodeDocs } from './read-node-docs.ts'
import type { PageMemory } from './results/page-memory.ts'
import type { ResultFiles } from './results/result-files.ts'
import { replaceSettings } from './replace-settings.ts'
import { createStoredResults } from './results/stored-results.ts'
import { createStatementChecks } from './statement-checks.ts'
import { convertReadErrors } from './unreadable-file.ts'
import { validateTable } from './validate-schema.ts'

export interface HandlerOptions<Name extends RequestName = RequestName> {
  signal: AbortSignal
  /** Reports progress to the page. Resolves once the page has handled the report. */
  onProgress: (progress: ProgressOf<Name>) => Promise<void>
}

/** The request handlers, keyed by request name. */
export type Handlers = {
  readonly [Name in RequestName]: (
    input: InputOf<Name>,
    options: HandlerOptions<Name>,
  ) => OutputOf<Name> | Promise<OutputOf<Name>>
}

/** The dependencies of the handlers. */
export interface HandlerDependencies {
  getCatalog: () => Catalog
  tables: Tables
  /** Opens `tables` before its first use. */
  openTables: () => Promise<void>
  formats: Formats
  files: Files
  services: ExternalServices
  clock: Clock
  /** Renders messages in English, for values that nodes read. */
  render: (text: Text) => string
  sandbox: Sandbox
  setAccess: (access: Access) => void
  /** Reads a stored workflow by id or name. */
  readWorkflow: (idOrName: string) => Promise<Workflow | undefined>
  /** Returns the access granted to stored workflows, identified by id or name. The user's own workflows are omitted. */
  readAccess: (idsOrNames: readonly string[]) => Promise<readonly GrantedAccess[]>
  /** The result files of runs. */
  resultFiles: ResultFiles
  /** The memory of agents, which persists across runs. */
  memory: PageMemory
  /** Returns whether checking a statement required terminating an earlier worker. */
  isRunaway: (statement: string) => boolean
  /** Returns whether the page has MCP servers. */
  hasMcp(): Promise<boolean>
}

/** The maximum number of findings whose cells are sent to a language model. */
const maxReviewedFindings = 20

/** The maximum duration of a statement preview, in ms. */
const statementPreviewMs = 10_000

const createSampleFile = (text: string, dataset: string): SourceFile =>
  createBrowserFile(new File([text], 'sample.csv'), dataset)

/** Services that are not available in a page. MCP servers are also unavailable if the page's host does not have any. */
const unavailableServices = ['databases', 'mail', 'events', 'web'] as const

export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const { tables, formats, files, services, clock, render, sandbox } = dependencies
  /** Tracks which tables are still used by runs that the page has not dropped, by cached results, or by views. */
  const ledger = createTableLedger((id) => tables.drop(id))
  const results = createResultCache({
    hasTable: (id) => tables.has(id),
    onHold: (key, heldTables) => ledger.hold(`result ${key}`, heldTables),
    onRelease: (key) => ledger.release(`result ${key}`),
  })
  const derivedTables = createDerivedTables(
    (table, query: TableQuery, id) => deriveTable(tables, table, query, { id }),
    {
      ledger,
      hasTable: (id) => tables.has(id),
    },
  )
  const examplePreviews = createDerivedTables(
    (table, query: Omit<InputOf<'previewExamples'>, 'table'>, id) => previewExamples({ tables, table, ...query, id }),
    { ledger, hasTable: (id) => tables.has(id), prefix: 'examples' },
  )
  const statementPreviews = createDerivedTables(
    async (table, statement: { text: string }, id) =>
      tables.query(statement.text, { inputs: { input: table }, id, timeoutMs: statementPreviewMs }),
    { ledger, hasTable: (id) => tables.has(id), prefix: 'statement' },
  )
  const importedTables = createImportedTables(tables, ledger)
  const checkCache: CheckCache = {}
  const statementChecks = createStatementChecks(tables, dependencies.isRunaway)
  const storedResults = createStoredResults({ files: dependencies.resultFiles, tables, ledger })
  const nodePreviewer = createNodePreviewer(tables, ledger)
  const { memory } = dependencies
  /** The runs in progress. */
  const runs = new Set<Promise<void>>()
  let previewCount = 0
  let fixCount = 0

  /**
   * Returns the stored workflows that a workflow refers to. They are validated again, because another release of the
   * app may have stored them.
   */
  const findWorkflows = (workflow: Workflow): Promise<Record<string, Workflow>> =>
    collectWorkflows(workflow, dependencies.getCatalog(), async (name, id) => {
      // A document from a server may contain ids that exist only on that server, so the name is tried as well.
      const storedWorkflow =
        (id === undefined ? undefined : await dependencies.readWorkflow(id)) ?? (await dependencies.readWorkflow(name))
      return storedWorkflow && readWorkflow(storedWorkflow).workflow
    })

  /**
   * Restricts the external services of a run to the access that is granted both to its workflow and to every
   * sub-workflow that is not the user's own.
   */
  const restrictToGrantedAccess = async (
    grantedAccess: GrantedAccess | undefined,
    idsOrNames: readonly string[],
  ): Promise<ExternalServices> => {
    const subWorkflowGrants = idsOrNames.length > 0 ? await dependencies.readAccess(idsOrNames) : []
    const grants = [...(grantedAccess ? [grantedAccess] : []), ...subWorkflowGrants]
    return grants.length === 0 ? services : restrictServices(services, async () => intersectAccess(grants))
  }

  /** Opens a language model for a request outside a run. */
  const openModel = (id: string, signal: AbortSignal): Promise<LanguageModel> =>
    openLimitedModel(services, id, { signal, createKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-') })

  const findUnavailableServices = async ({ nodes }: Workflow) =>
    nodes.some(({ type }) => type === 'mcp_tool') && !(await dependencies.hasMcp())
      ? [...unavailableServices, 'mcp' as const]
      : unavailableServices
  /** Returns a `Files` object that also provides sample rows entered as text. */
  const addSampleFiles = ({ csvByDataset }: SampledWorkflow): Files => ({
    open: async (dataset) => {
      const text = csvByDataset.get(dataset)
      return text === undefined ? files.open(dataset) : createSampleFile(text, dataset)
    },
  })
  const describe = async ({ samples = [], ...input }: InputOf<'describe'>): Promise<WorkflowDescription> => {
    const description = await describeDocument(input)
    if (samples.length === 0) return description
    const { workflow, csvByDataset } = insertSamples(input.workflow, samples)
    const previews = await Promise.all(
      [...csvByDataset].map(([dataset, text]) => previewFile(createSampleFile(text, dataset), { formats })),
    )
    const sampledDescription = await describeDocument({
      ...input,
      workflow,
      previews: [...input.previews, ...previews],
      ...(input.datasets ? { datasets: [...input.datasets, ...csvByDataset.keys()] } : {}),
    })
    return describeWithSamples(description, sampledDescription, samples)
  }
  const describeDocument = async ({
    workflow,
    previews: knownPreviews,
    datasets,
    runDatasets,
  }: Omit<InputOf<'describe'>, 'samples'>): Promise<WorkflowDescription> => {
    const datasetIds = datasets && new Set(datasets)
    const previewsByDataset = new Map(knownPreviews.map((preview) => [preview.dataset, preview]))
    const context = {
      findPreview: (dataset: string) => previewsByDataset.get(dataset),
      hasDataset: (dataset: string) => datasetIds?.has(dataset),
      unavailableServices: await findUnavailableServices(workflow),
      functions: (await services.functions?.list()) ?? [],
      checkStatement: statementChecks.find,
    }
    const description = describeWorkflow(workflow, {
      catalog: addSampleNode(dependencies.getCatalog()),
      context,
      workflows: await findWorkflows(workflow),
      runDatasets,
    })
    return statementChecks.isPending ? { ...description, unchecked: true } : description
  }

  return {
    async openDatabase() {
      await dependencies.openTables()
      return null
    },

    setAccess(access) {
      dependencies.setAccess(access)
      return null
    },

    describe,

    async checkStatements() {
      // Runs in progress would use up the check's time limit, so the check starts after they have ended.
      while (runs.size > 0) await Promise.allSettled(runs)
      return statementChecks.run()
    },

    async layOut(graph) {
      const { arrangeGraph } = await import('./arrange-graph.ts')
      return arrangeGraph(graph)
    },

    hash: ({ bytes }, { signal, onProgress }) =>
      convertReadErrors(bytes instanceof File ? bytes.name : '', () =>
        hashBytes(bytes, { signal, onProgress: (done, total) => onProgress({ done, total }) }),
      ),

    previewFile: ({ dataset, name, bytes }) =>
      convertReadErrors(name, () => previewFile(createBrowserFile(new File([bytes], name), dataset), { formats })),

    async previewLoad({ dataset, ...request }) {
      const file = await files.open(dataset)
      if (!file) throw new NodeError('permanent', error('load.dataset-deleted', { node: '', file: '' }))
      return previewPlan(file, { ...request, tables, id: `look_${++previewCount}` })
    },

    async completeExpression(request) {
      const { node: _node, text: _text, offset: _offset, over: _over, outputs: _outputs, ...describeInput } = request
      return getExpressionAssist(request, {
        catalog: dependencies.getCatalog(),
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

    suggestNextNodes: (request) => suggestNextNodes({ ...request, types: dependencies.getCatalog().list() }),

    planFromDescription: (request) => planFromDescription({ ...request, catalog: dependencies.getCatalog() }),

    async proposeEdit({ previews, datasets, runDatasets, samples: _samples, ...request }, { signal }) {
      const model = await openModel(request.model ?? '', signal)
      return proposeEditWithModel(request, {
        model,
        catalog: dependencies.getCatalog(),
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
          catalog: dependencies.getCatalog(),
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
      const catalog = addSampleNode(dependencies.getCatalog())
      const assignment = assignFiles(workflow, catalog, { byNode: filesByNode }, await findWorkflows(workflow))
      return nodePreviewer.preview(
        {
          ...request,
          workflow: replaceSettings(sampledWorkflow.workflow, request.node, settings),
          inputs: { ...inputs, ...assignment.inputs },
        },
        {
          catalog,
          files: addSampleFiles(sampledWorkflow),
          sandbox,
          render,
          findWorkflows,
          models: services.models,
          signal,
        },
      )
    },

    readNodeDocs: ({ type, language }) => readNodeDocs(type, language),

    async run(request, { signal, onProgress }) {
      const runDependencies = {
        tables,
        files,
        clock,
        render,
        sandbox,
        results,
        ledger,
        catalog: dependencies.getCatalog(),
        signal,
      }
      const execution = executeRun(
        request,
        onProgress,
        runDependencies,
        findWorkflows,
        async (idsOrNames, workflowId) => {
          const runServices = await restrictToGrantedAccess(request.access, idsOrNames)
          const { models } = runServices
          if (!models) return runServices
          return { ...runServices, models: { ...models, memory: memory.getAgentMemory(workflowId) } }
        },
      )
      runs.add(execution)
      try {
        await execution
      } finally {
        runs.delete(execution)
      }
      return null
    },

    async listRequestedAccess({ workflow }) {
      const workflows = await findWorkflows(workflow)
      const allWorkflows = [workflow, ...Object.values(workflows)]
      const { secrets, hosts, tools } = listRequestedAccess(allWorkflows, dependencies.getCatalog())
      return {
        requested: { secrets: [...secrets], hosts: [...hosts], tools: [...tools] },
        subWorkflowRefs: Object.keys(workflows),
      }
    },

    async listReferences({ workflow }) {
      const names = new Set<string>()
      await collectWorkflows(workflow, dependencies.getCatalog(), async (name) => void names.add(name))
      return [...names]
    },

    async dropRun({ run }) {
      ledger.releaseAll(`${run}/`)
      await ledger.whenSettled()
      return null
    },

    listResults: () =>
      results.list().map(({ key, type, label, run, rows, ms, bytes }) => {
        return defined({ key, type, label, run, ms, bytes, rows })
      }),

    async removeResults({ keys }) {
      if (keys) keys.forEach(results.remove)
      else results.clear()
      await ledger.whenSettled()
      return null
    },

    async importTable({ table, csv }) {
      if (importedTables.has(table) || csv === undefined) return importedTables.has(table)
      await importedTables.add(table, createBrowserFile(new File([csv], `${table.id}.csv`), table.id))
      return true
    },

    storeResults: ({ run, tables: results, maxBytes }) => storedResults.store(run, results, maxBytes),

    openResult: ({ run, table }) => storedResults.open(run, table),

    measureResults: () => storedResults.measure(),

    async evictResults({ maxBytes }) {
      await storedResults.evict(maxBytes)
      return null
    },

    async removeStoredResults({ runs }) {
      await storedResults.remove(runs)
      return null
    },

    async page({ table, offset, limit }) {
      const bytes = await tables.page(table, { offset, limit })
      return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
    },

    derive: ({ table, query }) => derivedTables.get(table, query),

    previewExamples: ({ table, ...query }) => examplePreviews.get(table, query),

    async askData(input, { signal }) {
      const question = dataQuestionSchema.parse(input)
      if (question.model === undefined) return askData(question, { tables, signal })
      const model = await openModel(question.model, signal)
      return askDataWithModel(question, { tables, model, signal })
    },

    async writeText(input, { signal }) {
      const request = writeRequestSchema.parse(input)
      const model = request.model === undefined ? undefined : await openModel(request.model, signal)
      return writeText(request, { tables, model, signal })
    },

    previewStatement: ({ table, statement }) => statementPreviews.get(table, { text: statement }),

    async profile({ table, sample, deep = false, profile: existingProfile }, { signal, onProgress }) {
      const profile =
        existingProfile ??
        (await profileTable(tables, table, {
          signal,
          onColumn: (column) => void onProgress({ column }),
          ...defined({ sample }),
        }))
      if (deep) for await (const event of deepProfile(tables, table, { profile, signal })) void onProgress(event)
      return profile
    },

    async check({ table, sensitivity, answers = [], model }, { signal, onProgress }) {
      const languageModel = model === undefined ? undefined : await openModel(model, signal)
      const report = await checkTable({
        tables,
        table,
        ...(sensitivity ? { sensitivity } : {}),
        answers,
        cache: checkCache,
        signal,
        onProgress: (percent) => void onProgress(percent),
      })
      if (!languageModel) return report
      return reviewFindings(report, { ask: createAskModel(languageModel, signal), maxFindings: maxReviewedFindings })
    },

    proposeRows: ({ table, answers = [], maxRows }, { signal, onProgress }) =>
      proposeTableRows({
        tables,
        table,
        answers,
        maxRows,
        cache: checkCache,
        signal,
        onProgress: (percent) => void onProgress(percent),
      }),

    compareProfiles: ({ before, after }) => compareProfiles(before, after),

    async proposeSchema({ table }) {
      return proposeSchema(await profileTable(tables, table))
    },

    validate: ({ table, schema }, { signal }) => validateTable({ tables, sandbox, signal, table }, schema),

    async proposePlan({ table, target, layout, seed, label }) {
      const profile = await profileTable(tables, table, { depth: 'counts' })
      const goal = defined({ target, table, namedTables: {}, layout, seed, label })
      const plan = await createRuleBasedProposer(tables)(goal, profile, [])
      if (!plan)
        throw new NodeError('permanent', error('prepare.no-plan', { reason: message('prepare.no-rules', { target }) }))
      if ('isLast' in plan) throw new NodeError('permanent', error('prepare.no-plan', { reason: plan.reason }))
      return assignOperationIds(plan)
    },

    previewPlan: ({ table, plan, namedTables }) => previewPreparation(defined({ tables, table, plan, namedTables })),

    async traceCell({ table, plan, row, column }) {
      try {
        return await traceCell({ tables, table, operations: plan.operations, row, column })
      } catch (cause) {
        if (!(cause instanceof OperationError)) throw cause
        throw new NodeError('permanent', error('prepare.no-cell', { reason: cause.reason }), { cause })
      }
    },

    changedCells: ({ table, plan }) =>
      listChangedCells({
        tables,
        table,
        operations: plan.operations,
        includeReasons: !isForDifferentTable(plan, table),
      }),

    async write({ table, format }) {
      const parts: BlobPart[] = []
      for await (const chunk of tables.write(table, format)) parts.push(chunk as Uint8Array<ArrayBuffer>)
      return new Blob(parts, { type: tableFormats[format].mediaType })
    },
  }
}
