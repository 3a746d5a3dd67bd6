import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import { workflowAt } from '../inner-session.ts'
import { listChanges, type ListedChange } from './change-list.ts'
import type { Worded } from './change-words.ts'
import { changesBetween, type Change } from './changes.ts'

/** The changes between two states of a document. */
export interface Compared {
  readonly base: Workflow
  readonly other: Workflow
  readonly changes: readonly Change[]
}

/**
 * The comparison of two states of a document: a version, and another version or the current document; inside a sub-
 * workflow, of that. Versions are loaded on demand, and results are cached.
 */
export class Comparison {
  readonly #session: () => WorkflowSession | undefined
  readonly #changed: () => void
  #documents = new Map<number, Workflow | undefined>()
  readonly #inside = new WeakMap<Workflow, Map<string, Workflow | undefined>>()
  #compared: Compared | undefined
  #lines: { of: Compared; lines: readonly ListedChange[] } | undefined

  constructor(session: () => WorkflowSession | undefined, changed: () => void) {
    this.#session = session
    this.#changed = changed
  }

  /** Drops all versions, for another document. */
  forget(): void {
    this.#documents = new Map()
  }

  async read(number: number): Promise<void> {
    if (this.#documents.has(number)) return
    const document = await this.#session()?.document.versions?.document(number)
    this.#documents.set(number, document)
    this.#changed()
  }

  /** True if a requested version can no longer be read. */
  isGone = (number: number): boolean => this.#documents.has(number) && !this.#documents.get(number)

  /** A version, or without a number the current document; the workflow at the path in it, if there is one. */
  document(number: number | undefined, path: readonly string[]): Workflow | undefined {
    const document = number === undefined ? this.#session()?.document.current : this.#documents.get(number)
    if (!document || path.length === 0) return document
    // The inner workflow is parsed on each call: it is cached for callers that compare by identity.
    const key = path.join('/')
    const known = this.#inside.get(document) ?? new Map<string, Workflow | undefined>()
    this.#inside.set(document, known)
    if (!known.has(key)) known.set(key, workflowAt(document, path))
    return known.get(key)
  }

  /** The changes between two states; `undefined` while one of them is not loaded. */
  between(base: Workflow | undefined, other: Workflow | undefined): Compared | undefined {
    if (!base || !other) return undefined
    if (base !== this.#compared?.base || other !== this.#compared.other) {
      this.#compared = { base, other, changes: changesBetween(base, other) }
    }
    return this.#compared
  }

  lines(of: Compared | undefined, worded: (documents: readonly Workflow[]) => Worded): readonly ListedChange[] {
    if (!of) return []
    if (this.#lines?.of !== of) {
      this.#lines = { of, lines: listChanges(of.changes, worded([of.other, of.base])) }
    }
    return this.#lines.lines
  }
}
