import type { Workflow } from '@aw-flow/schema'
import type { ParseWorkspaceDocument } from './read-document.ts'

/** Caches parsed workflows, keyed by document text, so that each document is parsed only once. */
export interface DefinitionCache {
  read: ParseWorkspaceDocument
  /** Caches the workflow of a document that has just been saved. */
  add(document: string, workflow: Workflow): void
}

export interface DefinitionCacheOptions {
  now(): number
  /** Called on each read. `isHit` is `true` if the document is in the cache. */
  onRead?: ((isHit: boolean) => void) | undefined
  /** Maximum total size of the cached documents, in characters. */
  maxCharacters?: number
}

/** How long an unused definition is cached, in ms. Each read restarts this period. */
const lifetimeMs = 30 * 60_000

interface Definition {
  workflow: Workflow
  expiresAt: number
}

/**
 * Creates a cache of workflow definitions, because parsing a document takes longer than reading it. The key is the
 * document text, so saving a document creates a new entry, and every process uses the new version immediately.
 * Workflows are immutable and shared between callers, also of several workspaces.
 */
export function createDefinitionCache(
  readDocument: ParseWorkspaceDocument,
  { now, onRead, maxCharacters = 64_000_000 }: DefinitionCacheOptions,
): DefinitionCache {
  /** Definitions, keyed by document text, least recently used first. */
  const definitions = new Map<string, Definition>()
  let characterCount = 0
  const remove = (document: string): void => {
    if (definitions.delete(document)) characterCount -= document.length
  }
  const add: DefinitionCache['add'] = (document, workflow) => {
    remove(document)
    definitions.set(document, { workflow, expiresAt: now() + lifetimeMs })
    characterCount += document.length
    for (const [oldestDocument, { expiresAt }] of definitions) {
      if (characterCount <= maxCharacters && expiresAt > now()) break
      remove(oldestDocument)
    }
  }
  return {
    add,
    async read(document, readOwner) {
      const definition = definitions.get(document)
      const isHit = definition !== undefined && definition.expiresAt > now()
      onRead?.(isHit)
      const result = isHit ? { workflow: definition.workflow, problems: [] } : await readDocument(document, readOwner)
      if (result.workflow) add(document, result.workflow)
      return result
    },
  }
}
