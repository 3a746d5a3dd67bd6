import type { Catalog } from '@aw-flow/engine'
import type { Column, DescriptionPlan, Port } from '@aw-flow/schema'
import type { NamedStep, StepDraft } from './named-step.ts'
import { createPlannedNodes, type Branch } from './planned-nodes.ts'

/** The node types and file columns available to a plan. */
interface PlanFiles {
  readonly catalog: Catalog
  readonly columns?: readonly Column[] | undefined
  readonly others?: readonly (readonly Column[])[] | undefined
  /** Whether the plan continues from an existing table instead of loading files. */
  readonly continues?: boolean | undefined
}

/** Builds the nodes of a plan and tracks the end of each branch. */
export class PlanBranches {
  readonly #plannedNodes
  readonly #files: PlanFiles
  #branches: Branch[]
  #trigger: Branch | undefined

  constructor(files: PlanFiles) {
    const tablePort: Port = { name: '', type: 'table' }
    this.#files = files
    this.#plannedNodes = createPlannedNodes(files.catalog)
    this.#branches = files.continues ? [{ outputs: [tablePort], columns: files.columns ?? [] }] : []
  }

  /** The number of branches, each of which ends with a table. */
  get count(): number {
    return this.#branches.length
  }

  /** The columns of the current table, which is the end of the last branch. */
  get columns(): readonly Column[] {
    return this.#branches.at(-1)?.columns ?? this.#files.columns ?? []
  }

  /** Adds the nodes of a step. Returns whether all of them were added. */
  add({ role, drafts }: NamedStep, text: string): boolean {
    switch (role) {
      case 'trigger':
        return this.#addTrigger(drafts[0]!, text)
      case 'source':
        return drafts.every((draft) => this.#addSource(draft, text))
      case 'combine':
        return this.#combine(drafts[0]!, text)
      case 'next':
        return this.append(drafts, text)
    }
  }

  /** Appends nodes to the current table. Returns whether all of them were added. */
  append(drafts: readonly StepDraft[], text: string): boolean {
    if (this.#branches.length === 0 && !this.#addSource({ type: 'loading', config: {} }, '')) return false
    let branch = this.#branches.at(-1)!
    for (const draft of drafts) {
      const next = this.#plannedNodes.addNode(draft, text, [branch])
      if (!next) return false
      branch = next
    }
    this.#branches = [...this.#branches.slice(0, -1), branch]
    return true
  }

  /** Adds a Load node after a trigger without one, and a table view of the last result, and returns the plan. */
  toPlan(ignored: readonly string[]): DescriptionPlan {
    const { nodes, edges, addNode } = this.#plannedNodes
    if (this.#trigger && this.#branches.length === 0) this.append([], '')
    const lastBranch = this.#branches.at(-1)
    const lastNode = nodes.find(({ id }) => id === lastBranch?.node)
    const isOutput = ['views', 'actions'].includes(this.#files.catalog.get(lastNode?.type ?? '')?.family ?? '')
    const hasTable = lastBranch?.outputs.some(({ type }) => type === 'table')
    if (!this.#files.continues && lastBranch && lastNode && !isOutput && hasTable)
      addNode({ type: 'table', config: {} }, '', [lastBranch])
    return { nodes, edges, ignored: [...ignored] }
  }

  #addTrigger(draft: StepDraft, text: string): boolean {
    // A plan that continues from a table cannot start in another way.
    const trigger = this.#files.continues ? undefined : this.#plannedNodes.addNode(draft, text, [])
    this.#trigger = trigger ?? this.#trigger
    return trigger !== undefined
  }

  /** Adds a node that loads the next file as a new branch. */
  #addSource(draft: StepDraft, text: string): boolean {
    const { columns = [], others = [] } = this.#files
    const inputs = this.#trigger && this.#branches.length === 0 ? [this.#trigger] : []
    const source = this.#plannedNodes.addNode(draft, text, inputs) ?? this.#plannedNodes.addNode(draft, text, [])
    if (!source) return false
    const fileColumns = [columns, ...others][this.#branches.length]
    this.#branches = [...this.#branches, fileColumns ? { ...source, columns: fileColumns } : source]
    return true
  }

  #combine(draft: StepDraft, text: string): boolean {
    if (this.#branches.length === 0)
      for (let count = 0; count < 2; count++) this.#addSource({ type: 'loading', config: {} }, '')
    const [left, right] = this.#branches.slice(-2)
    const combinedBranch = left && right && this.#plannedNodes.addNode(draft, text, [left, right])
    if (combinedBranch) this.#branches = [...this.#branches.slice(0, -2), combinedBranch]
    return combinedBranch !== undefined
  }
}
