import type { RunView } from '@aw-flow/schema'
import { getLoadSummaries, storeLoadSummary } from './load-summaries.ts'

/**
 * Stores load summaries for the datasets that a run has loaded. This covers large files, which are not loaded in the
 * background. Existing summaries are not replaced, because a node may load a dataset with different settings.
 */
export function storeRunLoads({ nodes, inputs = {}, workflow }: Pick<RunView, 'nodes' | 'inputs' | 'workflow'>): void {
  for (const { node, report } of Object.values(nodes)) {
    if (report?.kind !== 'load') continue
    const config = workflow?.nodes.find(({ id }) => id === node)?.data.config
    const file = Object.values(inputs[node] ?? {}).find((value) => value.kind === 'file')
    const datasetId = file?.dataset ?? config?.['dataset']
    if (typeof datasetId === 'string' && datasetId !== '' && !getLoadSummaries()[datasetId])
      storeLoadSummary(datasetId, report)
  }
}
