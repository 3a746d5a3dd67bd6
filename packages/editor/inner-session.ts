import type { NodePage, SessionAspect, WorkflowSession } from '@aw-flow/client'
import {
  directlyWithin,
  error,
  readWorkflow,
  type Edit,
  type NodeRun,
  type Problem,
  type RunProgress,
  type RunView,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { subWorkflowSetting, workflowInside } from '@aw-flow/canvas'
import { sessionChange } from './session-controller.ts'

class InnerChange extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(sessionChange)
    this.aspect = aspect
  }
}

/** The workflow at the end of a way of node ids into sub-workflows; `undefined` where the way leads nowhere. */
export function workflowAt(document: Workflow, path: readonly string[]): Workflow | undefined {
  let found: Workflow | undefined = document
  for (const id of path) {
    const node: Workflow['nodes'][number] | undefined = found?.nodes.find((other) => other.id === id)
    found = node && readWorkflow(workflowInside(node)).workflow
  }
  return found
}

/**
 * A session that shows the workflow inside a node of another session's: its edits are edits of the outer document, in
 * the one history that there is, and its runs are the outer run's nodes within. Call `end` when it is left.
 */
export class InnerSession extends EventTarget implements WorkflowSession {
  readonly outer: WorkflowSession
  readonly path: readonly string[]
  #of: Workflow | undefined
  #document: Workflow
  #run: { of: RunView; view: RunView } | undefined

  /** Throws when the way leads nowhere; ask `workflowAt` first. */
  constructor(outer: WorkflowSession, path: readonly string[]) {
    super()
    this.outer = outer
    this.path = path
    const document = workflowAt(outer.document, path)
    if (!document) throw new Error(`There is no workflow inside "${path.join('/')}".`)
    this.#document = document
    this.#of = outer.document
    outer.addEventListener(sessionChange, this.#onChange)
  }

  end(): void {
    this.outer.removeEventListener(sessionChange, this.#onChange)
  }

  /** False when the node is gone, by an undo for instance; `document` is then as it was last. */
  get isThere(): boolean {
    return workflowAt(this.outer.document, this.path) !== undefined
  }

  get id(): string {
    return this.outer.id
  }
  get document(): Workflow {
    if (this.#of !== this.outer.document) {
      this.#of = this.outer.document
      this.#document = workflowAt(this.outer.document, this.path) ?? this.#document
    }
    return this.#document
  }
  get canUndo(): boolean {
    return this.outer.canUndo
  }
  get canRedo(): boolean {
    return this.outer.canRedo
  }
  get saving(): WorkflowSession['saving'] {
    return this.outer.saving
  }
  get catalogue(): WorkflowSession['catalogue'] {
    return this.outer.catalogue
  }
  get description(): WorkflowDescription | undefined {
    const inner = this.outer.description?.inner
    if (!inner) return undefined
    const nodes = directlyWithin(inner, this.path)
    const problems = Object.values(nodes).flatMap((node) => node.problems)
    return { nodes, problems, ready: this.outer.description?.ready ?? false }
  }
  get run(): RunView | undefined {
    const { run } = this.outer
    if (!run) return undefined
    if (this.#run?.of !== run) {
      const nodes: Record<string, NodeRun> = directlyWithin(run.inner ?? {}, this.path)
      const workflow = run.workflow && workflowAt(run.workflow, this.path)
      this.#run = { of: run, view: { ...run, nodes, ...(workflow ? { workflow } : {}) } }
    }
    return this.#run.view
  }
  get stale(): ReadonlySet<string> {
    const [first] = this.path
    const isStale = first !== undefined && this.outer.stale.has(first)
    return isStale ? new Set(this.document.nodes.map(({ id }) => id)) : new Set()
  }
  get interrupted(): RunView | undefined {
    return this.outer.interrupted
  }
  get progress(): Readonly<Record<string, RunProgress>> {
    return directlyWithin(this.outer.progress, this.path)
  }
  get datasets(): WorkflowSession['datasets'] {
    return this.outer.datasets
  }
  get outside(): WorkflowSession['outside'] {
    return this.outer.outside
  }
  get helpWithExpression(): WorkflowSession['helpWithExpression'] {
    if (!this.outer.helpWithExpression) return undefined
    return (node, ...more) => this.outer.helpWithExpression!([...this.path, node].join('/'), ...more)
  }
  get engine(): WorkflowSession['engine'] {
    return this.outer.engine
  }
  get problem(): Problem | undefined {
    return this.outer.problem
  }

  apply(edit: Edit, options?: { merge?: string }): readonly Problem[] {
    const wrapped = this.path.reduceRight<Edit>(
      (inner, id) => ({ type: 'edit-inside', id, setting: subWorkflowSetting, edit: inner }),
      edit,
    )
    const merge = options?.merge === undefined ? undefined : { merge: `${this.path.join('/')} ${options.merge}` }
    return this.outer.apply(wrapped, merge)
  }
  undo(): void {
    this.outer.undo()
  }
  redo(): void {
    this.outer.redo()
  }
  /** A workflow cannot be opened in the place of one inside another. */
  open(): readonly Problem[] {
    const hint = 'Leave the sub-workflow, then open the file.'
    return [error('workflow.inside', 'A workflow file cannot be opened inside a sub-workflow.', { hint })]
  }
  addDataset(file: File): ReturnType<WorkflowSession['addDataset']> {
    return this.outer.addDataset(file)
  }
  removeDataset(id: string): Promise<void> {
    return this.outer.removeDataset(id)
  }
  datasetFile(id: string): ReturnType<WorkflowSession['datasetFile']> {
    return this.outer.datasetFile(id)
  }
  previewLoad(...args: Parameters<WorkflowSession['previewLoad']>): ReturnType<WorkflowSession['previewLoad']> {
    return this.outer.previewLoad(...args)
  }
  start(...args: Parameters<WorkflowSession['start']>): Promise<void> {
    return this.outer.start(...args)
  }
  resume(...args: Parameters<WorkflowSession['resume']>): Promise<void> {
    return this.outer.resume(...args)
  }
  decide(...args: Parameters<WorkflowSession['decide']>): Promise<void> {
    return this.outer.decide(...args)
  }
  cancel(): void {
    this.outer.cancel()
  }
  page(...args: Parameters<WorkflowSession['page']>): ReturnType<WorkflowSession['page']> {
    return this.outer.page(...args)
  }
  get derive(): WorkflowSession['derive'] {
    return this.outer.derive?.bind(this.outer)
  }
  nodeDocs(type: string, language?: string): Promise<NodePage | undefined> {
    return this.outer.nodeDocs?.(type, language) ?? Promise.resolve(undefined)
  }
  get profile(): WorkflowSession['profile'] {
    return this.outer.profile?.bind(this.outer)
  }
  get check(): WorkflowSession['check'] {
    return this.outer.check?.bind(this.outer)
  }
  get proposeSchema(): WorkflowSession['proposeSchema'] {
    return this.outer.proposeSchema?.bind(this.outer)
  }
  get proposePlan(): WorkflowSession['proposePlan'] {
    return this.outer.proposePlan?.bind(this.outer)
  }
  get previewPlan(): WorkflowSession['previewPlan'] {
    return this.outer.previewPlan?.bind(this.outer)
  }
  get traceCell(): WorkflowSession['traceCell'] {
    return this.outer.traceCell?.bind(this.outer)
  }
  get changedCells(): WorkflowSession['changedCells'] {
    return this.outer.changedCells?.bind(this.outer)
  }
  get compareProfiles(): WorkflowSession['compareProfiles'] {
    return this.outer.compareProfiles?.bind(this.outer)
  }
  write(...args: Parameters<WorkflowSession['write']>): ReturnType<WorkflowSession['write']> {
    return this.outer.write(...args)
  }
  arrange(...args: Parameters<WorkflowSession['arrange']>): ReturnType<WorkflowSession['arrange']> {
    return this.outer.arrange(...args)
  }
  warmUp(): void {
    this.outer.warmUp()
  }
  dismissProblem(): void {
    this.outer.dismissProblem()
  }
  close(): Promise<void> {
    return this.outer.close()
  }

  #onChange = (event: Event): void => {
    this.dispatchEvent(new InnerChange((event as InnerChange).aspect))
  }
}
