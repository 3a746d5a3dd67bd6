import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import { findWorkflow } from '../inner-session.ts'
import { listChanges, type ChangeListItem } from './change-list.ts'
import type { ChangeContext } from './describe-change.ts'
import { compareWorkflows, type Change } from './changes.ts'

/** Two states of a document and the differences between them. */
export interface ComparisonResult {
  readonly base: Workflow
  readonly other: Workflow
  readonly changes: readonly Change[]
}

/**
 * Compares a version of a document with another version or with the current document. Can also compare a sub-workflow
 * in these documents. Versions are loaded on demand, and results are cached.
 */
export class Comparison {
  readonly #getSession: () => WorkflowSession | undefined
  readonly #onChange: () => void
  #documents = new Map<number, Workflow | undefined>()
  readonly #innerWorkflows = new WeakMap<Workflow, Map<string, Workflow | undefined>>()
  #result: ComparisonResult | undefined
  #changeList: { result: ComparisonResult; items: readonly ChangeListItem[] } | undefined

  constructor(getSession: () => WorkflowSession | undefined, onChange: () => void) {
    this.#getSession = getSession
    this.#onChange = onChange
  }

  /** Discards all loaded versions. Call it when the session changes. */
  reset(): void {
    this.#documents = new Map()
  }

  /** Loads a version unless it is already loaded. */
  async load(version: number): Promise<void> {
    if (this.#documents.has(version)) return
    const document = await this.#getSession()?.document.versions?.document(version)
    this.#documents.set(version, document)
    this.#onChange()
  }

  /** Returns whether a version was requested but could not be read. */
  isUnreadable = (version: number): boolean => this.#documents.has(version) && !this.#documents.get(version)

  /** Returns the workflow at a path in a version, or in the current document if `version` is `undefined`. */
  getWorkflow(version: number | undefined, path: readonly string[]): Workflow | undefined {
    const document = version === undefined ? this.#getSession()?.document.current : this.#documents.get(version)
    if (!document || path.length === 0) return document
    // `findWorkflow` parses the inner workflow on each call. Cache the result, because callers compare it by identity.
    const key = path.join('/')
    const cached = this.#innerWorkflows.get(document) ?? new Map<string, Workflow | undefined>()
    this.#innerWorkflows.set(document, cached)
    if (!cached.has(key)) cached.set(key, findWorkflow(document, path))
    return cached.get(key)
  }

  /** Returns the differences between two states; `undefined` while one of them is not loaded. */
  compare(base: Workflow | undefined, target: Workflow | undefined): ComparisonResult | undefined {
    if (!base || !target) return undefined
    if (base !== this.#result?.base || target !== this.#result.other) {
      this.#result = { base, other: target, changes: compareWorkflows(base, target) }
    }
    return this.#result
  }

  /** Returns a comparison's list of changes. Calls `createContext` only if the list is not cached. */
  getChangeList(
    result: ComparisonResult | undefined,
    createContext: (documents: readonly Workflow[]) => ChangeContext,
  ): readonly ChangeListItem[] {
    if (!result) return []
    if (this.#changeList?.result !== result) {
      this.#changeList = { result, items: listChanges(result.changes, createContext([result.other, result.base])) }
    }
    return this.#changeList.items
  }
}
