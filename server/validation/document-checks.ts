import type { Catalog } from '@aw-flow/engine'
import { error, defined, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { ReadWorkflowResult } from '@aw-flow/schema/internal'
import type { WorkspaceStore } from '../store/open-store.ts'
import { parseStartBody } from '../api/read-start-body.ts'
import type { SerializedDocument } from '../store/workflows/document-text.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { describeDocument, toDocumentFields, type DocumentFields } from './derive-facts.ts'
import { prepareDocument, type PreparedDocument, type SubmittedDocument } from './prepare-document.ts'
import { prepareStart, type PreparedStart, type StartRequest } from './prepare-start.ts'
import { runCheck, toValidationResponse, type Check, type CheckResults, type CheckStore } from './run-check.ts'
import type { Lookups } from './validation-messages.ts'
import { createValidationQueue, type ValidationQueue } from './validation-queue.ts'

/** The store of the workspace that a document belongs to. */
export type WorkspaceSource = Pick<
  WorkspaceStore,
  'workspace' | 'readOwner' | 'workflows' | 'agents' | 'modelAgents' | 'datasets' | 'sharedWorkflows'
>

export interface DocumentChecksOptions {
  catalog: Catalog
  /** URLs of modules that define custom node types. The thread loads them. */
  nodes: readonly string[]
  /** Time limit for a check in the thread, in ms. */
  timeoutMs?: number
  /** Time without a check after which the thread is terminated, in ms. */
  idleMs?: number
}

/**
 * Documents that reach any of these sizes are checked in the thread. Checking a smaller document takes only a few
 * milliseconds.
 */
const minCharacters = 100_000
const minYamlCharacters = 10_000
const minNodes = 200

/**
 * Reads and describes documents. Large documents are processed in another thread, which the first one starts, so that
 * other requests do not have to wait. The main thread only passes on their text. It never parses or serializes a large
 * document in order to store, read or validate it.
 */
export class DocumentChecks {
  readonly #catalog: Catalog
  readonly #queue: ValidationQueue
  readonly #tooSlowProblem: Problem
  /**
   * Cached problems of workflows without sub-workflows. Every run start needs them, and they depend only on the workflow
   * and the catalog, which are both immutable.
   */
  readonly #problemCache = new WeakMap<Workflow, readonly Problem[]>()

  constructor({ catalog, nodes, timeoutMs = 30_000, idleMs = 60_000 }: DocumentChecksOptions) {
    this.#catalog = catalog
    this.#queue = createValidationQueue({ customNodeUrls: nodes, timeoutMs, idleMs })
    this.#tooSlowProblem = error('workflow.too-slow', { seconds: timeoutMs / 1000 })
  }

  /**
   * Reads a workflow from parsed JSON, ignoring the fields that the server adds to responses.
   *
   * @param characterCount Length of the text that the document was parsed from.
   */
  async read(document: unknown, characterCount: number): Promise<ReadWorkflowResult> {
    const result = await this.#run({ type: 'read', document }, characterCount >= minCharacters)
    return result ?? { problems: [this.#tooSlowProblem] }
  }

  /** Reads a workflow from its stored text. */
  async readText(text: string, readOwner: () => Promise<string>): Promise<ReadWorkflowResult> {
    const result = await this.#run({ type: 'read-text', text }, text.length >= minCharacters, readOwner)
    return result ?? { problems: [this.#tooSlowProblem] }
  }

  /**
   * Prepares a document to be stored.
   *
   * @param previousWorkflow The workflow that provides fields and references missing from the document.
   */
  async prepare(
    submittedDocument: SubmittedDocument,
    store: WorkspaceSource,
    previousWorkflow?: SerializedWorkflow,
  ): Promise<PreparedDocument> {
    const length = submittedDocument.text.length + (previousWorkflow?.document.length ?? 0)
    if (length < (submittedDocument.format === 'yaml' ? minYamlCharacters : minCharacters)) {
      const previous = previousWorkflow && (await store.workflows.read(previousWorkflow))
      return prepareDocument(submittedDocument, previous, { store, catalog: this.#catalog })
    }
    const check = { type: 'prepare' as const, submitted: submittedDocument, previous: previousWorkflow?.document }
    const problem = this.#tooSlowProblem
    return (
      (await this.#runInThread(check, store.readOwner, createLookups(store))) ?? {
        rejection: { status: 422, problem, details: [problem] },
      }
    )
  }

  /**
   * Parses a start request, then builds and serializes the run request.
   *
   * @param workflow The workflow, if it has already been read.
   * @returns The prepared start, and the workflow if the main thread has read it.
   */
  async prepareStart(
    request: StartRequest,
    store: WorkspaceSource,
    workflow?: SerializedWorkflow,
  ): Promise<PreparedStart & { stored?: SerializedWorkflow | undefined }> {
    const { rawBody, workflowId } = request
    let storedWorkflow = workflow
    let length = rawBody.kind === 'parsed' ? 0 : rawBody.text.length
    if (length < minCharacters) {
      const id = workflowId ?? parseStartBody(rawBody).body?.workflow_id
      if (id !== undefined) storedWorkflow ??= await store.workflows.findSerialized(id)
      length += storedWorkflow?.document.length ?? 0
    }
    if (length < minCharacters) {
      const start = await prepareStart(request, {
        store,
        catalog: this.#catalog,
        findProblems: (...args) => this.findProblems(...args),
        // The run executes the document read here, even if another version has been stored since.
        findStartWorkflow: async () =>
          storedWorkflow && {
            workflow: await store.workflows.read(storedWorkflow),
            queueSettings: storedWorkflow.queueSettings,
          },
      })
      return { ...start, stored: storedWorkflow }
    }
    const findStartWorkflow: Lookups['findStartWorkflow'] = async (id) =>
      storedWorkflow ?? store.workflows.findSerialized(id)
    const lookups = { ...createLookups(store), findStartWorkflow }
    const result = await this.#runInThread({ type: 'start', request }, store.readOwner, lookups)
    return result
      ? { ...result, stored: storedWorkflow }
      : { rejection: { status: 422, problem: this.#tooSlowProblem } }
  }

  /**
   * Prepares a stored document to be stored again in the current format version, with new values for some fields.
   *
   * @throws If the document is damaged, or reading it takes too long.
   */
  async prepareStored(
    document: string,
    store: WorkspaceSource,
    overrides?: SubmittedDocument['overrides'],
  ): Promise<SerializedDocument> {
    const submittedDocument = defined({ text: document, format: 'stored' as const, overrides })
    const { prepared, rejection } = await this.prepare(submittedDocument, store)
    if (rejection) throw new Error(`A document in the store is damaged: ${rejection.problem.code}`)
    return prepared
  }

  /** Derives response fields from a stored document. */
  async derive(storedWorkflow: SerializedWorkflow, store: WorkspaceSource): Promise<DocumentFields> {
    const smallDocument = await this.#describeSmall(storedWorkflow, store)
    if (smallDocument) return toDocumentFields(smallDocument.workflow, smallDocument.descriptionResult)
    const check = { type: 'derive' as const, text: storedWorkflow.document }
    const fields = await this.#runInThread(check, store.readOwner, createLookups(store))
    if (fields) return fields
    const problems = JSON.stringify([this.#tooSlowProblem])
    const { document } = storedWorkflow
    const connections = JSON.stringify((JSON.parse(document) as Workflow).edges)
    return { ready: false, problems, connections, nodes: 0, isStandalone: false, document }
  }

  /** Validates a stored document. Resolves with the validation response, as JSON. */
  async validate(storedWorkflow: SerializedWorkflow, store: WorkspaceSource): Promise<string> {
    const smallDocument = await this.#describeSmall(storedWorkflow, store)
    if (smallDocument) return toValidationResponse(smallDocument.descriptionResult.description)
    const check = { type: 'validate' as const, text: storedWorkflow.document }
    const response = await this.#runInThread(check, store.readOwner, createLookups(store))
    return response ?? toValidationResponse(this.#createEmptyDescription())
  }

  async describe(workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): Promise<WorkflowDescription> {
    const description = await this.#run({ type: 'describe', workflow, workflows }, isLarge(workflow, workflows))
    return description ?? this.#createEmptyDescription()
  }

  /** Returns only the problems of a workflow's description. */
  async findProblems(workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): Promise<readonly Problem[]> {
    const hasNoSubWorkflows = Object.keys(workflows).length === 0
    const cachedProblems = hasNoSubWorkflows ? this.#problemCache.get(workflow) : undefined
    if (cachedProblems) return cachedProblems
    const problems = await this.#run({ type: 'find-problems', workflow, workflows }, isLarge(workflow, workflows))
    if (problems && hasNoSubWorkflows) this.#problemCache.set(workflow, problems)
    return problems ?? [this.#tooSlowProblem]
  }

  /** Terminates the thread. Pending checks are rejected. */
  close(): Promise<void> {
    return this.#queue.close()
  }

  async #runInThread<Type extends Check['type']>(
    check: Check & { type: Type },
    readOwner: () => Promise<string>,
    lookups: Lookups = emptyLookups,
  ): Promise<CheckResults[Type] | undefined> {
    return (await this.#queue.run(check, { owner: await readOwner(), lookups })) as CheckResults[Type] | undefined
  }

  async #run<Type extends Check['type']>(
    check: Check & { type: Type },
    inThread: boolean,
    readOwner = async () => '',
  ): Promise<CheckResults[Type] | undefined> {
    if (inThread) return this.#runInThread<Type>(check, readOwner)
    return (await runCheck(check, this.#catalog, emptyStore)) as CheckResults[Type]
  }

  #createEmptyDescription(): WorkflowDescription {
    return { nodes: {}, problems: [this.#tooSlowProblem], ready: false }
  }

  /** Describes a stored document in the main thread. Resolves with `undefined` if the document is too large. */
  async #describeSmall(storedWorkflow: SerializedWorkflow, store: WorkspaceSource) {
    if (storedWorkflow.document.length >= minCharacters) return undefined
    const workflow = await store.workflows.read(storedWorkflow)
    if (workflow.nodes.length >= minNodes) return undefined
    const descriptionResult = await describeDocument(workflow, store, this.#catalog, (...args) =>
      this.describe(...args),
    )
    return { workflow, descriptionResult }
  }
}

const isLarge = (workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): boolean =>
  [workflow, ...Object.values(workflows)].reduce((sum, { nodes }) => sum + nodes.length, 0) >= minNodes

/** Creates the functions through which checks in the thread read workspace data. */
const createLookups = ({ workflows, agents, modelAgents, datasets }: WorkspaceSource): Lookups => ({
  findDocument: async (id) => (await workflows.findSerialized(id))?.document,
  findStartWorkflow: (id) => workflows.findSerialized(id),
  findIdsByName: (name) => workflows.findIdsByName(name),
  findAgent: (name) => agents.findByNameOrId(name),
  findModelAgent: (reference) => modelAgents.findByReference(reference),
  findDataset: (id) => datasets.find(id),
})

/** Lookups that find nothing, for checks that depend on the document alone. */
const emptyLookups: Lookups = {
  findDocument: async () => undefined,
  findStartWorkflow: async () => undefined,
  findIdsByName: async () => [],
  findAgent: async () => undefined,
  findModelAgent: async () => undefined,
  findDataset: async () => undefined,
}
const emptyStore: CheckStore = {
  workflows: { find: async () => undefined, findIdsByName: emptyLookups.findIdsByName },
  agents: { findByNameOrId: emptyLookups.findAgent },
  modelAgents: { findByReference: emptyLookups.findModelAgent },
  datasets: { find: emptyLookups.findDataset },
}
