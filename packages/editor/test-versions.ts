import type { MergeInput, Version, WorkflowVersions } from '@aw-flow/client'
import {
  diffWorkflows,
  mergeWorkflows,
  type Conflict,
  type ConflictSide,
  type Edit,
  type Workflow,
} from '@aw-flow/schema'
import { resolveConflict } from '@aw-flow/schema/internal'

interface TestVersionsOptions {
  document(): Workflow
  apply(edit: Edit): void
  onChange(): void
  now(): number
}

/** In-memory versions for tests and stories only. They work as in a real session, but are not stored. */
export class TestVersions implements WorkflowVersions {
  list: readonly Version[] = []
  conflicts: readonly Conflict[] = []
  /** The result of `findBase`. */
  mergeInput: MergeInput | undefined
  readonly #options: TestVersionsOptions
  readonly #documents = new Map<number, Workflow>()

  constructor(options: TestVersionsOptions) {
    this.#options = options
  }

  /** Saves a state as the next version. */
  add(document: Workflow, version: Pick<Version, 'origin' | 'name'>): Version {
    const number = (this.list[0]?.number ?? 0) + 1
    this.#documents.set(number, document)
    const savedVersion = { ...version, number, at: this.#options.now() }
    this.list = [savedVersion, ...this.list]
    this.#options.onChange()
    return savedVersion
  }

  async save(name: string): Promise<Version> {
    return this.add(this.#options.document(), { origin: 'named', name })
  }
  async rename(number: number, name: string): Promise<void> {
    this.list = this.list.map(({ name: previousName, ...version }) => {
      const newName = version.number === number ? name.trim() || undefined : previousName
      return newName === undefined ? version : { ...version, name: newName }
    })
    this.#options.onChange()
  }
  async remove(number: number): Promise<void> {
    this.list = this.list.filter((version) => version.number !== number)
    this.#documents.delete(number)
    this.#options.onChange()
  }
  async document(number: number): Promise<Workflow | undefined> {
    return this.#documents.get(number)
  }
  async restore(number: number): Promise<void> {
    const restoredDocument = this.#documents.get(number)
    const previousDocument = this.#options.document()
    if (!restoredDocument) return
    this.add(previousDocument, { origin: 'left' })
    this.#options.apply({ type: 'batch', edits: diffWorkflows(previousDocument, restoredDocument) })
  }
  async findBase(): Promise<MergeInput | undefined> {
    return this.mergeInput
  }
  merge({ theirs, base }: MergeInput): void {
    const ours = this.#options.document()
    const mergeResult = mergeWorkflows(base, ours, theirs)
    this.#options.apply({ type: 'batch', edits: diffWorkflows(ours, mergeResult.document) })
    this.conflicts = [...this.conflicts, ...mergeResult.conflicts]
    this.#options.onChange()
  }
  resolve(conflict: Conflict, side: ConflictSide): void {
    this.#options.apply(resolveConflict(this.#options.document(), conflict, side))
  }
  dismissConflicts(): void {
    this.conflicts = []
    this.#options.onChange()
  }
  async exportText(): Promise<string> {
    return JSON.stringify(this.#options.document())
  }
  keep(name: string): Promise<Version> {
    return this.save(name)
  }
  stemsFrom(): Promise<MergeInput | undefined> {
    return this.findBase()
  }
  settle(conflict: Conflict, side: 'ours' | 'theirs'): void {
    this.resolve(conflict, side)
  }
  exported(): Promise<string> {
    return this.exportText()
  }
}
