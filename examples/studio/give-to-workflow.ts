import type { WorkflowSession } from '@aw-flow/client'
import type { Dataset, NodeType } from '@aw-flow/schema'

/** Sets a dataset at the first node that reads one, as one step of the history. False when no node does. */
export async function giveToWorkflow(session: WorkflowSession, dataset: Dataset): Promise<boolean> {
  const types = new Map((await knownTypes(session)).map((type) => [type.type, type]))
  for (const { id, type } of session.document.nodes) {
    const setting = datasetSetting(types.get(type))
    if (setting === undefined) continue
    session.apply({ type: 'set-config', id, path: [setting], value: dataset.id })
    return true
  }
  return false
}

/** The setting that names a dataset, by its format. */
export function datasetSetting(type: NodeType | undefined): string | undefined {
  const properties = type?.settings.properties
  if (typeof properties !== 'object' || properties === null) return undefined
  return Object.entries(properties).find(
    ([, schema]: [string, unknown]) =>
      typeof schema === 'object' && schema !== null && 'format' in schema && schema.format === 'dataset',
  )?.[0]
}

/** The catalogue, once the engine has told it; empty when the engine cannot. */
function knownTypes(session: WorkflowSession): Promise<readonly NodeType[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (session.catalogue.length === 0 && session.engine !== 'failed') return
      session.removeEventListener('aw-session-change', look)
      resolve(session.catalogue)
    }
    session.addEventListener('aw-session-change', look)
    look()
  })
}
