import { readExportedVersions, readWorkflow, withExportedVersions, type Workflow } from '@aw-flow/schema'
import type { StoredVersion, WorkflowStorage } from '../storage/storage.ts'

const mostInFile = 50

/**
 * A workflow as text for a file, with the versions that have names and those that other copies may stem from. What is
 * written is a version too, so that what comes back can be merged.
 */
export async function workflowFile(storage: WorkflowStorage, id: string, workflow: Workflow): Promise<string> {
  await storage.keepVersion(id, workflow, { origin: 'exported' })
  const isWanted = ({ name, origin }: StoredVersion): boolean =>
    name !== undefined || origin === 'exported' || origin === 'opened'
  const wanted = (await storage.listVersions(id)).filter(isWanted).slice(0, mostInFile)
  const versions = await Promise.all(
    wanted.map(async ({ name, at, number }) => {
      const state = await storage.getVersion(id, number)
      return state ? [{ ...(name === undefined ? {} : { name }), at, workflow: state }] : []
    }),
  )
  return `${JSON.stringify(withExportedVersions(workflow, versions.flat()), undefined, 2)}\n`
}

/** Keeps what a workflow file holds as versions of the document that it is opened as: its named ones, and itself. */
export async function keepFileVersions(storage: WorkflowStorage, id: string, source: unknown): Promise<void> {
  const { workflow } = readWorkflow(source)
  if (!workflow) return
  for (const { name, at, workflow: state } of readExportedVersions(source).toReversed()) {
    if (name !== undefined) await storage.keepVersion(id, state, { origin: 'named', name, at })
  }
  await storage.keepVersion(id, workflow, { origin: 'opened' })
}

/** Removes a document with its versions; answers what brings all of it back. */
export async function removeWithVersions(
  storage: WorkflowStorage,
  id: string,
  workflow: Workflow,
): Promise<() => Promise<void>> {
  const heads = await storage.listVersions(id)
  const versions = await Promise.all(
    heads.map(async (version) => ({ version, state: await storage.getVersion(id, version.number) })),
  )
  await storage.removeDocument(id)
  return async () => {
    await storage.putDocument(id, workflow, 0)
    for (const { version, state } of versions.toReversed()) {
      const { document: _of, ...keep } = version
      if (state) await storage.keepVersion(id, state, keep)
    }
  }
}
