import { readWorkflow, defined, type Workflow } from '@aw-flow/schema'
import { readExportedVersions, withExportedVersions } from '@aw-flow/schema/internal'
import type { StoredVersion, WorkflowStorage } from '../storage/storage.ts'

const maxVersions = 50

/**
 * Serializes a workflow as a workflow file that includes its named versions and possible merge bases. The exported
 * state is also stored as a version, so that an edited copy of the file can be merged later.
 *
 * @internal
 */
export async function serializeWorkflowFile(storage: WorkflowStorage, id: string, workflow: Workflow): Promise<string> {
  await storage.addVersion(id, workflow, { origin: 'exported' })
  const shouldExport = ({ name, origin }: StoredVersion): boolean =>
    name !== undefined || origin === 'exported' || origin === 'opened'
  const exportedVersions = (await storage.listVersions(id)).filter(shouldExport).slice(0, maxVersions)
  const versions = await Promise.all(
    exportedVersions.map(async ({ name, at, number }) => {
      const state = await storage.getVersion(id, number)
      return state ? [defined({ name, at, workflow: state })] : []
    }),
  )
  return `${JSON.stringify(withExportedVersions(workflow, versions.flat()), undefined, 2)}\n`
}

/**
 * Stores the named versions of a workflow file, and its current state, as versions of the document created from the
 * file.
 *
 * @internal
 */
export async function storeFileVersions(storage: WorkflowStorage, id: string, source: unknown): Promise<void> {
  const { workflow } = readWorkflow(source)
  if (!workflow) return
  for (const { name, at, workflow: state } of readExportedVersions(source).toReversed()) {
    if (name !== undefined) await storage.addVersion(id, state, { origin: 'named', name, at })
  }
  await storage.addVersion(id, workflow, { origin: 'opened' })
}
