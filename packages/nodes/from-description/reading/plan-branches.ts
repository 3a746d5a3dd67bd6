import type { Catalog } from '@aw-flow/engine'
import type { Column, DescriptionPlan, Port } from '@aw-flow/schema'
import type { ClauseWords } from '../clauses.ts'
import { joinWords, readJoin } from '../combining-steps.ts'
import { createPlannedNodes, type Branch } from '../planned-nodes.ts'
import type { StepDraft } from '../step.ts'

/** The node types and file columns available to a plan. */
export interface PlanFiles {
  readonly catalog: Catalog
  readonly columns: readonly Column[]
  readonly others: readonly (readonly Column[])[]
  /** Whether the plan continues from an existing table instead of loading files. */
  readonly continues: boolean
}

/** Builds the nodes of a plan and tracks the end of each branch. */
export class PlanBranches {
  readonly #plannedNodes
  readonly #files: PlanFiles
  #branches: Branch[]
  #triggers: Branch[] = []

  constructor(files: PlanFiles) {
    const tablePort: Port = { name: '', type: 'table' }
    this.#files = files
    this.#plannedNodes = createPlannedNodes(files.catalog)
    this.#branches = files.continues ? [{ outputs: [tablePort], columns: files.columns }] : []
  }

  get nodes(): DescriptionPlan['nodes'] {
    return this.#plannedNodes.nodes
  }

  get edges(): DescriptionPlan['edges'] {
    return this.#plannedNodes.edges
  }

  /** The number of branches, each of which ends with a table. */
  get count(): number {
    return this.#branches.length
  }

  /** The columns of the current table, which is the end of the last branch. */
  get columns(): readonly Column[] {
    return this.#branches.at(-1)?.columns ?? this.#files.columns
  }

  /** Adds a node that starts the workflow. Returns whether it was added. */
  addTrigger(draft: StepDraft | undefined, text: string): boolean {
    const trigger = draft && this.#plannedNodes.addNode(draft, text, [])
    if (trigger) this.#triggers = [trigger]
    return trigger !== undefined
  }

  /** Adds a node that loads the next file as a new branch. Returns whether it was added. */
  addSource(draft: StepDraft, text: string): boolean {
    const { columns, others } = this.#files
    const trigger = this.#triggers.at(-1)
    const fileIndex = this.#branches.length
    const source =
      (trigger && this.#plannedNodes.addNode(draft, text, [trigger])) ?? this.#plannedNodes.addNode(draft, text, [])
    if (!source) return false
    this.#triggers = []
    const fileColumns = fileIndex === 0 ? columns : others[fileIndex - 1]
    this.#branches = [...this.#branches, fileColumns ? { ...source, columns: fileColumns } : source]
    return true
  }

  /** Appends nodes to the current table. Returns whether all of them were added. */
  append(drafts: readonly StepDraft[], text: string): boolean {
    if (this.#branches.length === 0 && !this.addSource({ type: 'loading', config: {} }, '')) return false
    let branch = this.#branches.at(-1)!
    for (const draft of drafts) {
      const next = this.#plannedNodes.addNode(draft, text, [branch])
      if (!next) return false
      branch = next
    }
    this.#branches = [...this.#branches.slice(0, -1), branch]
    return true
  }

  /** Appends nodes to the branch at an index. */
  appendTo(index: number, drafts: readonly StepDraft[], text: string): void {
    for (const draft of drafts) {
      const next = this.#branches[index] && this.#plannedNodes.addNode(draft, text, [this.#branches[index]])
      if (next) this.#branches = this.#branches.map((branch, branchIndex) => (branchIndex === index ? next : branch))
    }
  }

  /** Joins or appends the last two tables, depending on the wording of a clause. */
  combine(clause: ClauseWords, text: string): boolean {
    const [left, right] = this.#branches.slice(-2)
    if (!left || !right) return false
    const isJoin = joinWords.test(clause.folded)
    return this.#merge(isJoin ? readJoin(clause, left.columns, right.columns) : { type: 'union', config: {} }, text)
  }

  /** Joins the last two tables. The filter, if any, is applied to the second table first. */
  join(draft: StepDraft, filter: StepDraft | undefined, text: string): boolean {
    const lastBranch = this.#branches.at(-1)
    const filteredBranch = filter && lastBranch ? this.#plannedNodes.addNode(filter, text, [lastBranch]) : lastBranch
    if (!filteredBranch) return false
    this.#branches = [...this.#branches.slice(0, -1), filteredBranch]
    return this.#merge(draft, text)
  }

  #merge(draft: StepDraft, text: string): boolean {
    const [left, right] = this.#branches.slice(-2)
    const mergedBranch = left && right && this.#plannedNodes.addNode(draft, text, [left, right])
    if (mergedBranch) this.#branches = [...this.#branches.slice(0, -2), mergedBranch]
    return mergedBranch !== undefined
  }

  /** Completes the plan: adds a Load node after a trigger without one, and a table view of the last result. */
  complete(): void {
    const { catalog, continues } = this.#files
    if (this.#triggers.length > 0 && this.#branches.length === 0) this.append([], '')
    const lastBranch = this.#branches.at(-1)
    const lastNode = this.nodes.find(({ id }) => id === lastBranch?.node)
    if (continues || !lastBranch || !lastNode || isOutput(catalog, lastNode.type)) return
    if (lastBranch.outputs.some(({ type }) => type === 'table'))
      this.#plannedNodes.addNode({ type: 'table', config: {} }, '', [lastBranch])
  }
}

const isOutput = (catalog: Catalog, type: string): boolean =>
  ['views', 'actions'].includes(catalog.get(type)?.family ?? '')
