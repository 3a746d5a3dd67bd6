import type { Text } from '@aw-flow/messages'
import {
  error,
  mergeWorkflows,
  readWorkflow,
  textOf,
  type Problem,
  type RunEvent,
  type Workflow,
  ProblemError,
} from '@aw-flow/schema'
import { newId } from '../new-id.ts'
import type { MergedSave, SavedDocument, StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import { ServerRefusal, type ServerApi } from './server-api.ts'
import { documentOf } from './server-document.ts'
import { createServerLists, mostListed, type ServerLists } from './server-lists.ts'
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
  /** Brings back a run that was removed there; one that the server does not have, or no longer, is passed by. */
  restoreRun(run: string): Promise<Problem | undefined>
  /** What the server has of all people who use it. */
  readonly there: ServerLists
}

/**
 * Documents and datasets as this browser keeps them, saved on a server with every save, and opened from there. What
 * somebody else has saved there meanwhile is merged, as between two tabs. Versions and the trash stay in the browser, and the
 * record of a run is read from the server where the browser has none.
 */
export function createServerStorage({ api, places, local }: ServerStorageOptions): ServerStorage {
  /** Documents as the server had them when they were last the same here. */
  const bases = new Map<string, Workflow>()
  const there = createServerLists(api, places)
  /** The server's id of something; none where this page gave it its own, and the server has not been sent it. */
  const placeOf = (kind: 'document' | 'run', id: string): string | undefined =>
    places.find(kind, id)?.id ?? (serverId.test(id) ? id : undefined)

  const open = async (
    id: string,
  ): Promise<{ workflow: Workflow; tag: string | undefined; place: string } | undefined> => {
    const place = placeOf('document', id)
    if (place === undefined) return undefined
    try {
      const { value, tag } = await api.call('GET /api/v1/workflows/{id}', { path: { id: place } })
      const { workflow } = readWorkflow(documentOf(value))
      return workflow && { workflow, tag, place }
    } catch (cause) {
      if (cause instanceof ServerRefusal && cause.status === 404) return undefined
      throw cause
    }
  }

  const sending = new Map<string, Promise<unknown>>()
  /** One after the other: two of the same document at a time would be in each other's way there. */
  const send = (id: string, ...more: [workflow: Workflow, base: Workflow | undefined]): ReturnType<typeof sendNow> => {
    const before = sending.get(id) ?? Promise.resolve()
    const sent = before.then(() => sendNow(id, ...more))
    const settled = sent
      .catch(() => undefined)
      .finally(() => {
        if (sending.get(id) === settled) sending.delete(id)
      })
    sending.set(id, settled)
    return sent
  }

  /**
   * Has the server make a document, once: one that was sent and not answered is sent again as it was, under the same key.
   * Answers what stands there then.
   */
  const make = async (id: string, workflow: Workflow): Promise<Workflow> => {
    const before = places.making(id)
    const making = before ?? { key: newId('workflow'), workflow }
    if (!before) places.keepMaking(id, making)
    try {
      const { value, tag } = await api.call('POST /api/v1/workflows', {
        body: making.workflow,
        headers: { 'idempotency-key': making.key },
      })
      places.keep('document', id, { id: value.id, ...(tag === undefined ? {} : { tag }) })
    } catch (cause) {
      // It was refused, and is made nowhere; what is under way, or comes too fast, may be.
      const isRefused = cause instanceof ServerRefusal && cause.status < 500 && ![409, 429].includes(cause.status)
      if (isRefused) places.forgetMaking(id)
      throw cause
    }
    places.forgetMaking(id)
    bases.set(id, making.workflow)
    there.renew()
    return making.workflow
  }

  /** Sends a document; answers what is stored there then, merged with what was there. */
  const sendNow = async (
    id: string,
    workflow: Workflow,
    base: Workflow | undefined,
  ): Promise<{ workflow: Workflow; merged?: MergedSave }> => {
    let sent = workflow
    let merged: MergedSave | undefined
    for (let attempt = 0; ; attempt++) {
      const found = places.find('document', id)
      if (!found && isSame(await make(id, sent), sent)) return { workflow: sent, ...(merged ? { merged } : {}) }
      const place = found ?? places.find('document', id)!
      try {
        const { value, tag } = await api.call('PUT /api/v1/workflows/{id}', {
          path: { id: place.id },
          body: sent,
          headers: place.tag === undefined ? {} : { 'if-match': place.tag },
        })
        places.keep('document', id, { id: (value as { id: string }).id, ...(tag === undefined ? {} : { tag }) })
        bases.set(id, sent)
        there.renew()
        return { workflow: sent, ...(merged ? { merged } : {}) }
      } catch (cause) {
        if (!(cause instanceof ServerRefusal) || attempt >= 5) throw cause
        // It was removed there: it is kept anew.
        if (cause.status === 404) {
          places.forget('document', id)
          continue
        }
        const newer = cause.status === 409 ? await open(id) : undefined
        if (!newer) throw cause
        const both = mergeWorkflows(bases.get(id) ?? base ?? newer.workflow, sent, newer.workflow)
        sent = both.document
        merged = {
          conflicts: [...(merged?.conflicts ?? []), ...both.conflicts],
          problems: [...(merged?.problems ?? []), ...both.problems],
        }
        places.keep('document', id, { id: newer.place, ...(newer.tag === undefined ? {} : { tag: newer.tag }) })
      }
    }
  }

  /** An event of the server under the names that things have in this profile. */
  const named = (run: string, event: RunEvent): RunEvent => {
    if (event.type !== 'run-started' || event.workflowId === undefined) return event
    return { ...event, run, workflowId: places.names('document').get(event.workflowId) ?? event.workflowId }
  }

  const giveDataset = async (id: string): Promise<void> => {
    const listed = await there.datasets()
    if (listed.some((dataset) => dataset.id === id)) return
    const bytes = await local.datasetBytes(id)
    // A question for what is not there is a fault in the browser's console, so that it is asked where no list can tell.
    if (!bytes || listed.length >= mostListed) {
      try {
        await api.call('GET /api/v1/data/{id}', { path: { id } })
        return
      } catch (cause) {
        if (!bytes || !(cause instanceof ServerRefusal) || cause.status !== 404) throw cause
      }
    }
    const name = (await local.listDatasets()).find(({ dataset }) => dataset.id === id)?.dataset.name ?? id.slice(0, 8)
    await api.upload(bytes, name)
    there.renew()
  }

  /** Asks for a change of a run; that the server has none of this id is none. */
  const changeRun = async (
    what: 'DELETE /api/v1/runs/{id}' | 'POST /api/v1/runs/{id}/restore',
    id: string,
  ): Promise<Problem | undefined> => {
    try {
      await api.call(what, { path: { id } })
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      if (!(cause instanceof ServerRefusal) || cause.status !== 404) return cause.problem
    }
    there.renew()
    return undefined
  }

  const storage: ServerStorage = {
    ...local,
    there,
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
      let found: Awaited<ReturnType<typeof open>>
      try {
        found = await open(id)
      } catch {
        // The server is away: what is here is worked on, and saved there when it is back.
        return here
      }
      if (!found) return here
      const known = places.find('document', id)
      places.keep('document', id, { id: found.place, ...(found.tag === undefined ? {} : { tag: found.tag }) })
      bases.set(id, found.workflow)
      // What this browser has typed since, where nobody else has changed it there, is newer.
      if (here && known && known.tag === found.tag) return here
      const saved = await local.putDocument(id, found.workflow, here?.revision ?? 0)
      return saved.document ?? asStored(id, found.workflow)
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
        bases.delete(id)
        there.renew()
      }
      places.forgetMaking(id)
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
      const others = (await there.datasets()).filter(({ id }) => !known.has(id))
      return [...here, ...others.map((dataset) => ({ dataset }))]
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
      const listed = await there.datasets()
      if (listed.length >= mostListed || listed.some((dataset) => dataset.id === id)) {
        await api.call('DELETE /api/v1/data/{id}', { path: { id } }).catch(() => undefined)
        there.renew()
      }
      return local.removeDataset(id)
    },
    async removeRun(run) {
      const place = placeOf('run', run)
      if (place !== undefined) {
        const problem = await changeRun('DELETE /api/v1/runs/{id}', place)
        if (problem) return problem
      }
      return local.removeRun(run)
    },
    async restoreRun(run) {
      const place = placeOf('run', run)
      return place === undefined ? undefined : changeRun('POST /api/v1/runs/{id}/restore', place)
    },
    async runEvents(run) {
      const here = await local.runEvents(run)
      const place = placeOf('run', run)
      if (here.length > 0 || place === undefined) return here
      const events: RunEvent[] = []
      try {
        for (;;) {
          const { value } = await api.call('GET /api/v1/runs/{id}/events', {
            path: { id: place },
            query: { after: events.length - 1, limit: 10_000, texts: 'messages' },
          })
          events.push(...value.items.map((event) => named(run, event)))
          if (value.items.length === 0 || events.length >= value.total) return events
        }
      } catch (cause) {
        if (cause instanceof ProblemError) return events
        throw cause
      }
    },
  }
  return storage
}

/** As servers make them; those of pages are shorter. */
const serverId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const isSame = (one: Workflow, other: Workflow): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

const asStored = (id: string, workflow: Workflow): StoredDocument => ({
  id,
  workflow,
  revision: 0,
  updatedAt: Date.now(),
})

const notSaved = (name: string, cause: unknown): Problem => error('server.not-saved', { name, reason: reasonOf(cause) })

const reasonOf = (cause: unknown): Text =>
  cause instanceof ProblemError ? textOf(cause.problem) : cause instanceof Error ? cause.message : String(cause)
