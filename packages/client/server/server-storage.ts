import { error, mergeWorkflows, readWorkflow, type Dataset, type Problem, type Workflow } from '@aw-flow/schema'
import { ProblemError } from '../problem-error.ts'
import type { MergedSave, SavedDocument, StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import { ServerRefusal, type ServerApi } from './server-api.ts'
import type { ServerPlaces } from './server-places.ts'

export interface ServerStorageOptions {
  api: ServerApi
  places: ServerPlaces
  /** What this browser keeps: everything, so that work goes on while the server is away. */
  local: WorkflowStorage
}

/** A storage whose documents and datasets are on a server too. */
export interface ServerStorage extends WorkflowStorage {
  /** The id under which the server has a document; saved there where it is not yet. */
  placeOf(id: string, workflow: Workflow): Promise<string>
  /** Sees to it that the server has a dataset; bytes that it knows are not sent again. */
  giveDataset(id: string): Promise<void>
}

/**
 * Documents and datasets as this browser keeps them, saved on a server with every save, and opened from there. What
 * somebody else has saved there meanwhile is merged, as between two tabs. Runs, versions and the trash stay in the browser.
 */
export function createServerStorage({ api, places, local }: ServerStorageOptions): ServerStorage {
  /** Documents as the server had them when they were last the same here. */
  const bases = new Map<string, Workflow>()

  const open = async (
    id: string,
  ): Promise<{ workflow: Workflow; tag: string | undefined; place: string } | undefined> => {
    const place = places.find('document', id)?.id ?? id
    try {
      const { value, tag } = await api.call('GET /api/v1/workflows/{id}', { path: { id: place } })
      const { workflow } = readWorkflow(documentOf(value))
      return workflow && { workflow, tag, place }
    } catch (cause) {
      if (cause instanceof ServerRefusal && cause.status === 404) return undefined
      throw cause
    }
  }

  /** Sends a document; answers what is stored there then, merged with what was there. */
  const send = async (
    id: string,
    workflow: Workflow,
    base: Workflow | undefined,
  ): Promise<{ workflow: Workflow; merged?: MergedSave }> => {
    let sent = workflow
    let merged: MergedSave | undefined
    for (let attempt = 0; ; attempt++) {
      const place = places.find('document', id)
      try {
        const { value, tag } = place
          ? await api.call('PUT /api/v1/workflows/{id}', {
              path: { id: place.id },
              body: sent,
              headers: place.tag === undefined ? {} : { 'if-match': place.tag },
            })
          : await api.call('POST /api/v1/workflows', { body: sent })
        places.keep('document', id, { id: (value as { id: string }).id, ...(tag === undefined ? {} : { tag }) })
        bases.set(id, sent)
        return { workflow: sent, ...(merged ? { merged } : {}) }
      } catch (cause) {
        if (!(cause instanceof ServerRefusal) || !place || attempt >= 5) throw cause
        // It was removed there: it is kept anew.
        if (cause.status === 404) {
          places.forget('document', id)
          continue
        }
        const there = cause.status === 409 ? await open(id) : undefined
        if (!there) throw cause
        const both = mergeWorkflows(bases.get(id) ?? base ?? there.workflow, sent, there.workflow)
        sent = both.document
        merged = {
          conflicts: [...(merged?.conflicts ?? []), ...both.conflicts],
          problems: [...(merged?.problems ?? []), ...both.problems],
        }
        places.keep('document', id, { id: there.place, ...(there.tag === undefined ? {} : { tag: there.tag }) })
      }
    }
  }

  const giveDataset = async (id: string): Promise<void> => {
    try {
      await api.call('GET /api/v1/data/{id}', { path: { id } })
    } catch (cause) {
      if (!(cause instanceof ServerRefusal) || cause.status !== 404) throw cause
      const bytes = await local.datasetBytes(id)
      if (!bytes) throw cause
      const name = (await local.listDatasets()).find(({ dataset }) => dataset.id === id)?.dataset.name ?? id.slice(0, 8)
      await api.upload(bytes, name)
    }
  }

  const storage: ServerStorage = {
    ...local,
    giveDataset,
    async placeOf(id, workflow) {
      const place = places.find('document', id)
      if (place && bases.get(id) === workflow) return place.id
      await send(id, workflow, bases.get(id))
      return places.find('document', id)!.id
    },
    async getDocument(id) {
      const here = await local.getDocument(id)
      // Open already: what is on the server is put together with it by the next save, and by nothing in between.
      if (here && bases.has(id)) return here
      let there: Awaited<ReturnType<typeof open>>
      try {
        there = await open(id)
      } catch {
        // The server is away: what is here is worked on, and saved there when it is back.
        return here
      }
      if (!there) return here
      const known = places.find('document', id)
      places.keep('document', id, { id: there.place, ...(there.tag === undefined ? {} : { tag: there.tag }) })
      bases.set(id, there.workflow)
      // What this browser has typed since, where nobody else has changed it there, is newer.
      if (here && known && known.tag === there.tag) return here
      const saved = await local.putDocument(id, there.workflow, here?.revision ?? 0)
      return saved.document ?? asStored(id, there.workflow)
    },
    async putDocument(id, workflow, basedOn, base): Promise<SavedDocument> {
      const saved = await local.putDocument(id, workflow, basedOn, base)
      if (saved.problem) return saved
      try {
        const sent = await send(id, saved.document.workflow, base)
        if (!sent.merged) return saved
        const both = await local.putDocument(id, sent.workflow, saved.document.revision, sent.workflow)
        return both.problem ? both : { ...both, merged: sent.merged }
      } catch (cause) {
        return { problem: notSaved(workflow.name, cause) }
      }
    },
    async removeDocument(id) {
      const place = places.find('document', id)
      if (place) {
        await api.call('DELETE /api/v1/workflows/{id}', { path: { id: place.id } }).catch(() => undefined)
        places.forget('document', id)
      }
      return local.removeDocument(id)
    },
    async putDataset(dataset, bytes) {
      const problem = await local.putDataset(dataset, bytes)
      if (problem) return problem
      return giveDataset(dataset.id).then(
        () => undefined,
        (cause: unknown) => notSaved(dataset.name, cause),
      )
    },
    async listDatasets() {
      const here = await local.listDatasets()
      const known = new Set(here.map(({ dataset }) => dataset.id))
      try {
        const { value } = await api.call('GET /api/v1/data', { query: { limit: 1000 } })
        return [
          ...here,
          ...value.items.filter(({ id }) => !known.has(id)).map((dataset) => ({ dataset: toDataset(dataset) })),
        ]
      } catch {
        return here
      }
    },
    async datasetBytes(id) {
      const here = await local.datasetBytes(id)
      if (here) return here
      try {
        const { value } = await api.call('GET /api/v1/data/{id}/download', { path: { id } })
        return value as Blob
      } catch (cause) {
        if (cause instanceof ProblemError) return undefined
        throw cause
      }
    },
    async removeDataset(id) {
      await api.call('DELETE /api/v1/data/{id}', { path: { id } }).catch(() => undefined)
      return local.removeDataset(id)
    },
  }
  return storage
}

/** What stands beside the document in an answer is not of it. */
function documentOf(value: object): Record<string, unknown> {
  const {
    id: _id,
    ready: _ready,
    steps: _steps,
    problems: _problems,
    created_at: _made,
    updated_at: _changed,
    ...document
  } = value as Record<string, unknown>
  return document
}

const asStored = (id: string, workflow: Workflow): StoredDocument => ({
  id,
  workflow,
  revision: 0,
  updatedAt: Date.now(),
})

const toDataset = (wire: { id: string; name: string; size: number; created_at: string }): Dataset => ({
  id: wire.id,
  name: wire.name,
  size: wire.size,
  createdAt: wire.created_at,
})

const notSaved = (name: string, cause: unknown): Problem =>
  error('server.not-saved', `“${name}” is kept in this browser, and not on the server: ${messageOf(cause)}`, {
    hint: 'It is sent with the next change. Look whether the server answers.',
  })

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
