import type { RunView } from '@aw-flow/schema'
import { getLoadSummaries, storeLoadSummary } from './load-summaries.ts'

/**
 * Stores the summaries of the datasets that a run has loaded, such as large files, which are not loaded in the background.
 * Later loads with other settings do not change a summary.
 */
export function storeRunLoads({ nodes, inputs = {}, workflow }: Pick<RunView, 'nodes' | 'inputs' | 'workflow'>): void {
  for (const { node, report } of Object.values(nodes)) {
    if (report?.kind !== 'load') continue
    const config = workflow?.nodes.find(({ id }) => id === node)?.data.config
    const file = Object.values(inputs[node] ?? {}).find((value) => value.kind === 'file')
    const dataset = file?.dataset ?? config?.['dataset']
    if (typeof dataset === 'string' && dataset !== '' && !getLoadSummaries()[dataset]) storeLoadSummary(dataset, report)
  }
}
