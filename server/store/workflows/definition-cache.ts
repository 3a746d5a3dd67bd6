import type { Workflow } from '@aw-flow/schema'
import type { ReadDocument } from './read-document.ts'

/** Parsed workflows by the text of their document, so that each is parsed once. */
export interface DefinitionCache {
  read: ReadDocument
  /** Adds the workflow of a document that has just been saved. */
  add(document: string, workflow: Workflow): void
}

export interface DefinitionCacheOptions {
  now(): number
  /** Receives whether a document was in the cache. */
  onRead?: ((isHit: boolean) => void) | undefined
}

/** Maximum size of the documents in a cache, in characters. */
const maxCharacters = 16_000_000
/** Lifetime of an unused definition, in ms. Each read extends it. */
const lifetimeMs = 30 * 60_000

interface Definition {
  workflow: Workflow
  validUntil: number
}

/**
 * Creates a cache of definitions, because parsing a document takes longer than reading it. The key is the text, so a
 * saved document is a new entry, and every process sees it immediately. Workflows are immutable and shared.
 */
export function createDefinitionCache(
  readDocument: ReadDocument,
  { now, onRead }: DefinitionCacheOptions,
): DefinitionCache {
  /** Least recently used first. */
  const definitions = new Map<string, Definition>()
  let characters = 0
  const remove = (document: string): void => {
    if (definitions.delete(document)) characters -= document.length
  }
  const add: DefinitionCache['add'] = (document, workflow) => {
    remove(document)
    definitions.set(document, { workflow, validUntil: now() + lifetimeMs })
    characters += document.length
    for (const [oldest, { validUntil }] of definitions) {
      if (characters <= maxCharacters && validUntil > now()) break
      remove(oldest)
    }
  }
  return {
    add,
    async read(document) {
      const definition = definitions.get(document)
      const isHit = definition !== undefined && definition.validUntil > now()
      onRead?.(isHit)
      const result = isHit ? { workflow: definition.workflow, problems: [] } : await readDocument(document)
      if (result.workflow) add(document, result.workflow)
      return result
    },
  }
}
