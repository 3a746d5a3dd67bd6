import type { TableLedger, Tables } from '@aw-flow/engine'
import type { NodePreviewer } from './preview/create-node-previewer.ts'

/** Creates a function whose module is loaded on the first call, because most pages and runs do not need it. */
const defer =
  <Parameters extends unknown[], Value>(load: () => Promise<(...parameters: Parameters) => Value>) =>
  async (...parameters: Parameters): Promise<Awaited<Value>> =>
    await (
      await load()
    )(...parameters)

/** Interprets an English or German question about a table by rules, and writes its statement. @internal */
export const askData = defer(async () => (await import('./ask-data/ask-data.ts')).askData)

/** Asks a language model for the statement that answers a question about a table. @internal */
export const askDataWithModel = defer(async () => (await import('./ask-data/ask-data-by-model.ts')).askDataWithModel)

/** Asks a language model for a name and a description of a workflow. @internal */
export const explainWithModel = defer(async () => (await import('./explaining/explain-by-model.ts')).explainWithModel)

/**
 * Finds edits that remove a problem, based on rules. Before an edit is offered, it is applied to a copy of the
 * workflow, and the copy is run on the first rows. @internal
 */
export const findFixes = defer(async () => (await import('./fixes/find-fixes.ts')).findFixes)

/** Plans the nodes that a description names, without a language model. @internal */
export const planFromDescription = defer(
  async () => (await import('./from-description/plan-from-description.ts')).planFromDescription,
)

/** Asks a language model to propose a change to a workflow, for a person to accept or reject. @internal */
export const proposeEditWithModel = defer(
  async () => (await import('./from-description/by-model/propose-edit-by-model.ts')).proposeEditWithModel,
)

/** Returns the built-in templates as a JSON list of `{id, document}`. @internal */
export const loadTemplateDocuments = async (): Promise<string> =>
  (await import('./from-description/template-documents.ts')).templateDocuments

/** Opens a model for requests outside a run. @internal */
export const openLimitedModel = defer(async () => (await import('./agents/open-limited-model.ts')).openLimitedModel)

/** Writes an expression, a rule, or a pattern based on a description and examples. @internal */
export const writeText = defer(async () => (await import('./writing/write-text.ts')).writeText)

/** Creates a node previewer. @internal */
export function createNodePreviewer(tables: Tables, ledger: TableLedger): NodePreviewer {
  let previewerPromise: Promise<NodePreviewer> | undefined
  const load = async (): Promise<NodePreviewer> =>
    (await import('./preview/create-node-previewer.ts')).createNodePreviewer(tables, ledger)
  return {
    preview: async (request, dependencies) => (await (previewerPromise ??= load())).preview(request, dependencies),
  }
}
