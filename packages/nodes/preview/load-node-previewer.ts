import type { TableLedger, Tables } from '@aw-flow/engine'
import type { NodePreviewer } from './create-node-previewer.ts'

/** Creates a node previewer. Its module is loaded on the first preview. @internal */
export function createNodePreviewer(tables: Tables, ledger: TableLedger): NodePreviewer {
  let previewerPromise: Promise<NodePreviewer> | undefined
  const load = async (): Promise<NodePreviewer> =>
    (await import('./create-node-previewer.ts')).createNodePreviewer(tables, ledger)
  return {
    preview: async (request, dependencies) => (await (previewerPromise ??= load())).preview(request, dependencies),
  }
}
