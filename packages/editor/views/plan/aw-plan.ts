import { describePlanOperation } from '../../language/render-operation.ts'
import { defined, type PreparationPlan, getProblemText } from '@aw-flow/schema'
import {
  editPlan,
  PlanEditError,
  operationNames,
  assignOperationIds,
  isAppliedOperation,
  type AppliedOperation,
  type Operation,
  type OperationName,
  type PlanEdit,
  type PlanPreview,
} from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { panelStyles } from '../../styles/panel.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { renderCode, stripBackticks } from '../../render-code.ts'
import { styles } from './aw-plan.styles.ts'
import { toFields, createFields, applyFields, type OperationField } from './operation-fields.ts'
import { getPlanCommand } from './plan-key.ts'
import { getFieldName, getOperationName, planStrings, type PlanStrings } from './plan-strings.ts'
import { renderDrift } from './render-drift.ts'
import { describeEffect, renderExamples, renderForm, renderState } from './render-operation.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/**
 * Fired when the user adds, edits, moves, approves, rejects or removes an operation, or undoes or redoes a change.
 *
 * @public
 */
export class PlanChangeEvent extends defineEvent<{
  /** The plan after the change. */
  readonly plan: PreparationPlan
}>('aw-plan-change') {}

/**
 * Fired when the user applies the plan. The plan still contains rejected operations, which must not be executed.
 *
 * @public
 */
export class PlanApplyEvent extends defineEvent<{
  /** The plan, including rejected operations. */
  readonly plan: PreparationPlan
}>('aw-plan-apply') {}

declare global {
  interface HTMLElementTagNameMap {
    'aw-plan': AwPlan
  }
  interface GlobalEventHandlersEventMap {
    'aw-plan-change': PlanChangeEvent
    'aw-plan-apply': PlanApplyEvent
  }
}

/**
 * Shows a preparation plan for review. Each operation is described with its reason, its effect and examples of cells
 * before and after. Operations can be edited, reordered, and approved individually or all at once; changes can be
 * undone. Set a `plan` and, optionally, a `preview` of its effects. The element only reports the changed plan and never
 * changes data.
 *
 * @event {PlanChangeEvent} aw-plan-change - Fired when the user changes the plan, which then needs a new preview.
 * @event {PlanApplyEvent} aw-plan-apply - Fired when the user applies the plan.
 * @csspart operation - A single operation.
 * @csspart links - The operations on the table of links. Absent if the plan has no links.
 * @csspart drift - The differences between the table and the one that the plan was created for.
 * @csspart state - The state of an operation: proposed, approved or rejected.
 * @csspart examples - Examples of cells before and after an operation.
 * @csspart form - The form for editing an operation.
 * @csspart list - The list of operations.
 *
 * @public
 */
export class AwPlan extends element(
  {
    plan: undefined as PreparationPlan | undefined,
    /** Effects of the plan's operations, in order. They are predictions unless the plan has been executed. */
    preview: undefined as PlanPreview | undefined,
    readonly: false,
    strings: planStrings as PlanStrings,
  },
  { readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, panelStyles, styles]
  static override properties = {
    active: { state: true },
    editedOperation: { state: true },
    newOperation: { state: true },
    announcement: { state: true },
  }

  /** Id of the focused operation. */
  declare active: string | undefined
  declare editedOperation: { id: string; fields: readonly OperationField[]; problem?: string } | undefined
  /** The new operation in the add form. */
  declare newOperation:
    | { op: OperationName; list: 'points' | 'links'; fields: readonly OperationField[]; problem?: string }
    | undefined
  declare announcement: string

  #undoStack: PlanEdit[] = []
  #redoStack: PlanEdit[] = []
  /** The last plan that this element reported. Setting any other plan clears the undo history. */
  #reportedPlan: PreparationPlan | undefined

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('plan') || !this.plan) return
    if (this.plan !== this.#reportedPlan) {
      this.#undoStack = []
      this.#redoStack = []
      this.editedOperation = undefined
      this.newOperation = undefined
      this.plan = assignOperationIds(this.plan)
    }
    const ids = this.#operations.map(({ id }) => id)
    if (!ids.includes(this.active)) this.active = ids[0]
  }

  /** All operations, with the operations for links last. */
  get #operations(): readonly Operation[] {
    return [...(this.plan?.operations ?? []), ...(this.plan?.links?.operations ?? [])]
  }

  /** Returns the list that contains an operation. The operation can only be moved within that list. */
  #findList(id: string): readonly Operation[] {
    const { operations = [], links } = this.plan ?? {}
    return links?.operations.some((entry) => entry.id === id) ? links.operations : operations
  }

  override render(): unknown {
    const { plan, strings, preview } = this
    if (!plan) return nothing
    const { operations, links } = plan
    const allOperations = this.#operations
    const approvedCount = allOperations.filter(({ state }) => state === 'approved').length
    const applied = indexEffects(operations, preview?.applied)
    const appliedLinks = indexEffects(links?.operations ?? [], preview?.links?.applied)
    return html`
      <header class="bar">
        <p>
          ${strings.summary(allOperations.length, approvedCount)}${
            this.preview
              ? html`<br /><span class="rows muted">${strings.rows(this.preview.rowsIn, this.preview.rowsOut)}</span>`
              : nothing
          }
        </p>
        ${this.readonly ? nothing : this.#renderTools(allOperations)}
      </header>
      ${this.preview ? renderDrift(this.preview.drift, strings) : nothing}
      <div class="list" part="list">
        ${operations.length === 0 ? html`<p class="muted">${strings.none}</p>` : nothing}
        <ol class="unmarked" aria-label=${strings.label} @keydown=${this.#onKeydown}>
          ${operations.map((operation, index) => html`<li>${this.#renderOperation(operation, index, applied)}</li>`)}
        </ol>
        ${this.#renderAddForm('points')}
        ${
          links
            ? html`<section class="links" part="links" aria-label=${strings.links}>
                <h3>${strings.links}</h3>
                ${preview?.links ? html`<p class="rows muted">${strings.rows(preview.links.rowsIn, preview.links.rowsOut)}</p>` : nothing}
                <ol class="unmarked" aria-label=${strings.links} @keydown=${this.#onKeydown}>
                  ${links.operations.map((operation, index) => html`<li>${this.#renderOperation(operation, index, appliedLinks)}</li>`)}
                </ol>
                ${this.#renderAddForm('links')}
                ${this.readonly ? nothing : this.#renderAddButton('links', strings.addToLinks)}
              </section>`
            : nothing
        }
        ${
          plan.notes.length > 0
            ? html`<ul class="notes" aria-label=${strings.notes}>
                ${plan.notes.map((note) => html`<li>${renderCode(this.strings.renderText(getProblemText(note)))}</li>`)}
              </ul>`
            : nothing
        }
      </div>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `
  }

  #renderTools(operations: readonly Operation[]): TemplateResult {
    const { strings } = this
    const undecidedOperations = operations.filter(({ state = 'proposed' }) => state === 'proposed')
    return html`
      <button type="button" class="undo" ?disabled=${this.#undoStack.length === 0} @click=${this.undo}>
        ${icon('undo-2')}${strings.undo}
      </button>
      <button type="button" class="redo" ?disabled=${this.#redoStack.length === 0} @click=${this.redo}>
        ${icon('redo-2')}${strings.redo}
      </button>
      ${this.#renderAddButton('points', strings.add)}
      <button type="button" class="approve-all" ?disabled=${undecidedOperations.length === 0} @click=${this.approveAll}>
        ${strings.approveAll}
      </button>
      <button
        type="button"
        class="primary apply"
        ?disabled=${undecidedOperations.length > 0}
        @click=${() => this.plan && this.dispatchEvent(new PlanApplyEvent({ plan: this.plan }))}
      >
        ${strings.apply}
      </button>
    `
  }

  #renderOperation(
    operation: Operation,
    index: number,
    applied: ReadonlyMap<string | undefined, AppliedOperation>,
  ): TemplateResult {
    const { strings, editedOperation, preview } = this
    const id = operation.id as string
    const label = strings.renderText(describePlanOperation(operation))
    const effect = applied.get(id)
    const isFailing =
      preview?.problem !== undefined && preview.applied.length === index && this.plan?.operations[index] === operation
    return html`<div
      class="operation ${operation.state ?? 'proposed'}"
      part="operation"
      role="group"
      aria-label=${`${index + 1}. ${stripBackticks(label)}`}
      data-id=${id}
      tabindex=${this.active === id ? 0 : -1}
      @focusin=${() => (this.active = id)}
    >
      <span class="number muted">${index + 1}</span>
      <span class="words">${renderCode(label)}</span>
      ${renderState(operation, strings)}
      <span class="reason muted">${renderCode(this.strings.renderText(operation.reason))}</span>
      ${effect && isAppliedOperation(operation) ? html`<span class="effect muted">${describeEffect(effect, strings)}</span>` : nothing}
      ${isFailing && preview.problem ? html`<p class="problem">${renderCode(this.strings.renderText(getProblemText(preview.problem)))}</p>` : nothing}
      ${renderExamples(effect, strings)}
      ${
        editedOperation?.id === id
          ? renderForm(editedOperation.fields, editedOperation.problem, strings, {
              change: (key, value) => this.#changeField(key, value),
              save: () => this.#saveForm(operation),
              cancel: () => this.#closeForm(id),
            })
          : this.readonly
            ? nothing
            : this.#renderActions(operation, index)
      }
    </div>`
  }

  #renderAddButton(list: 'points' | 'links', label: string): TemplateResult {
    const start = (): void => this.#openAddForm('trim', list)
    return html`<button type="button" class="add" ?disabled=${this.newOperation !== undefined} @click=${start}>
      ${icon('plus')}${label}
    </button>`
  }

  /** Renders the form for adding an operation, if it is open for the given list. */
  #renderAddForm(list: 'points' | 'links'): TemplateResult | typeof nothing {
    const { strings } = this
    if (this.newOperation?.list !== list || this.readonly) return nothing
    const { op, fields, problem } = this.newOperation
    const label = list === 'links' ? strings.addToLinks : strings.add
    return html`<div class="operation adding" part="operation" role="group" aria-label=${label}>
      <label class="kind"
        >${strings.kind}<select
          name="op"
          @change=${(event: Event) => this.#openAddForm((event.target as HTMLSelectElement).value as OperationName, list)}
        >
          ${operationNames.map((entry) => html`<option value=${entry} ?selected=${entry === op}>${getOperationName(entry, strings)}</option>`)}
        </select></label
      >
      ${renderForm(fields, problem, strings, {
        change: (key, value) => {
          if (this.newOperation)
            this.newOperation = { op, list, fields: withField(this.newOperation.fields, key, value) }
        },
        save: () => this.#saveAddForm(),
        cancel: () => this.#closeAddForm(),
      })}
    </div>`
  }

  #renderActions(operation: Operation, index: number): TemplateResult {
    const { strings } = this
    const id = operation.id as string
    const lastIndex = this.#findList(id).length - 1
    const renderButton = (name: string, label: string, onClick: () => void, isDisabled = false): TemplateResult =>
      html`<button type="button" class=${name} ?disabled=${isDisabled} @click=${onClick}>${label}</button>`
    return html`<div class="actions">
      ${renderButton('approve', strings.approve, () => this.decide(id, 'approved'), operation.state === 'approved')}
      ${renderButton('reject', strings.reject, () => this.decide(id, 'rejected'), operation.state === 'rejected')}
      ${renderButton('edit', strings.edit, () => this.#openForm(operation))}
      ${renderButton('up', strings.up, () => this.move(id, -1), index === 0)}
      ${renderButton('down', strings.down, () => this.move(id, 1), index === lastIndex)}
      ${renderButton('remove', strings.remove, () => this.removeOperation(id))}
    </div>`
  }

  /** Approves or rejects an operation. */
  decide(id: string, state: 'approved' | 'rejected'): void {
    this.#apply({ type: 'decide', ids: [id], state }, this.strings.decided(this.strings.states[state]))
  }

  /** Approves all operations that are neither approved nor rejected. */
  approveAll(): void {
    const undecidedOperations = this.#operations.filter(({ state }) => state === undefined || state === 'proposed')
    const ids = undecidedOperations.map(({ id }) => id as string)
    if (ids.length > 0)
      this.#apply({ type: 'decide', ids, state: 'approved' }, this.strings.decided(this.strings.states.approved))
  }

  /** Moves an operation up (-1) or down (1) by one position. */
  move(id: string, offset: -1 | 1): void {
    const operations = this.#findList(id)
    const index = operations.findIndex((entry) => entry.id === id)
    const targetIndex = index + offset
    if (index < 0 || targetIndex < 0 || targetIndex >= operations.length) return
    const nextId = operations[offset < 0 ? targetIndex : targetIndex + 1]?.id
    this.active = id
    this.#apply(defined({ type: 'move', id, before: nextId }), this.strings.moved(targetIndex + 1, operations.length))
    this.#focusActiveOperation()
  }

  /** Removes an operation from the plan. */
  removeOperation(id: string): void {
    const operations = this.#operations
    const index = operations.findIndex((entry) => entry.id === id)
    this.active = (operations[index + 1] ?? operations[index - 1])?.id
    this.#apply({ type: 'remove', id }, this.strings.removed)
    this.#focusActiveOperation()
  }

  undo(): void {
    const edit = this.#undoStack.pop()
    if (!edit || !this.plan) return
    const { plan, undo } = editPlan(this.plan, edit)
    this.#redoStack.push(undo)
    this.#report(plan, this.strings.undone)
  }

  redo(): void {
    const edit = this.#redoStack.pop()
    if (!edit || !this.plan) return
    const { plan, undo } = editPlan(this.plan, edit)
    this.#undoStack.push(undo)
    this.#report(plan, '')
  }

  #apply(edit: PlanEdit, announcement: string): void {
    if (!this.plan || this.readonly) return
    const { plan, undo } = editPlan(this.plan, edit)
    this.#undoStack.push(undo)
    this.#redoStack = []
    this.#report(plan, announcement)
  }

  #report(plan: PreparationPlan, announcement: string): void {
    this.#reportedPlan = plan
    this.plan = plan
    this.announcement = announcement
    this.requestUpdate()
    this.dispatchEvent(new PlanChangeEvent({ plan }))
  }

  #openForm(operation: Operation): void {
    this.editedOperation = { id: operation.id as string, fields: toFields(operation) }
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('form input, form textarea, form select')?.focus(),
    )
  }

  #changeField(key: string, value: string): void {
    if (!this.editedOperation) return
    this.editedOperation = { id: this.editedOperation.id, fields: withField(this.editedOperation.fields, key, value) }
  }

  /**
   * Opens the form for adding an operation of the given type. Keeps the values of fields that the previously selected
   * type also has.
   */
  #openAddForm(op: OperationName, list: 'points' | 'links'): void {
    const isOpening = this.newOperation === undefined
    const previousValues = new Map(this.newOperation?.fields.map(({ key, kind, value }) => [`${key} ${kind}`, value]))
    const fields = createFields(op, this.strings.addedReason).map((field) => {
      const value = previousValues.get(`${field.key} ${field.kind}`)
      return value === undefined || field.kind === 'choice' ? field : { ...field, value }
    })
    this.newOperation = { op, list, fields }
    if (isOpening) void this.updateComplete.then(() => this.#addForm?.querySelector('select')?.focus())
  }

  get #addForm(): HTMLElement | null {
    return this.renderRoot.querySelector('.adding')
  }

  #saveAddForm(): void {
    if (!this.plan || !this.newOperation) return
    const { op, list, fields } = this.newOperation
    const { operation, invalidKey } = applyFields({ op }, fields)
    const fail = (problem: string): void => void (this.newOperation = { op, list, fields, problem })
    if (!operation) return fail(this.strings.notJson(getFieldName(invalidKey ?? '', this.strings)))
    const { operations } = list === 'links' && this.plan.links ? this.plan.links : this.plan
    const id = createId(op, this.#operations)
    try {
      this.active = id
      const addedOperation = { ...operation, id } as Operation
      const edit: PlanEdit = {
        type: 'insert',
        operation: addedOperation,
        ...(list === 'links' ? { target: list } : {}),
      }
      this.#apply(edit, this.strings.added(operations.length + 1))
      this.#closeAddForm()
    } catch (cause) {
      if (!(cause instanceof PlanEditError)) throw cause
      fail(this.strings.renderText(cause.reason))
    }
  }

  #closeAddForm(): void {
    this.newOperation = undefined
    this.#focusActiveOperation()
  }

  #saveForm(operation: Operation): void {
    if (!this.editedOperation) return
    const { id, fields } = this.editedOperation
    const { operation: changedOperation, invalidKey } = applyFields(operation, fields)
    const fail = (problem: string): void => void (this.editedOperation = { id, fields, problem })
    if (!changedOperation) return fail(this.strings.notJson(getFieldName(invalidKey ?? '', this.strings)))
    try {
      this.#apply({ type: 'replace', id, operation: changedOperation as Operation }, '')
      this.#closeForm(id)
    } catch (cause) {
      if (!(cause instanceof PlanEditError)) throw cause
      fail(this.strings.renderText(cause.reason))
    }
  }

  #closeForm(id: string): void {
    this.editedOperation = undefined
    this.active = id
    this.#focusActiveOperation()
  }

  #focusActiveOperation(): void {
    void this.updateComplete.then(() =>
      [...this.renderRoot.querySelectorAll<HTMLElement>('.operation')]
        .find((entry) => entry.dataset.id === this.active)
        ?.focus(),
    )
  }

  #onKeydown(event: KeyboardEvent): void {
    if (getKey(event) === 'Escape' && this.editedOperation) {
      event.preventDefault()
      return this.#closeForm(this.editedOperation.id)
    }
    const isOperation = (event.target as HTMLElement).classList.contains('operation')
    const operations = this.#operations
    const index = operations.findIndex(({ id }) => id === this.active)
    const operation = operations[index]
    const command = isOperation && operation ? getPlanCommand(event, this.readonly) : undefined
    if (!command || !operation) return
    event.preventDefault()
    const id = operation.id as string
    if (typeof command === 'object')
      this.#focusOperation(
        command.focusTarget === 'first'
          ? 0
          : command.focusTarget === 'last'
            ? operations.length - 1
            : index + command.focusTarget,
      )
    else if (command === 'up' || command === 'down') this.move(id, command === 'up' ? -1 : 1)
    else if (command === 'undo') this.undo()
    else if (command === 'redo') this.redo()
    else if (command === 'edit') this.#openForm(operation)
    else if (command === 'remove') this.removeOperation(id)
    else this.decide(id, command)
  }

  #focusOperation(index: number): void {
    const operations = this.#operations
    this.active = operations[Math.max(0, Math.min(operations.length - 1, index))]?.id
    this.#focusActiveOperation()
  }
}

/** Maps operation ids to their effects. Effects without an operation id are matched by position. */
function indexEffects(
  operations: readonly Operation[],
  applied: readonly AppliedOperation[] = [],
): ReadonlyMap<string | undefined, AppliedOperation> {
  const activeOperations = operations.filter(isAppliedOperation)
  return new Map(applied.map((entry, index) => [entry.operation.id ?? activeOperations[index]?.id, entry]))
}

const withField = (fields: readonly OperationField[], key: string, value: string): OperationField[] =>
  fields.map((field) => (field.key === key ? { ...field, value } : field))

/** Creates an operation id that is not in use. */
function createId(op: string, operations: readonly Operation[]): string {
  let id = op
  for (let suffix = 2; operations.some((entry) => entry.id === id); suffix++) id = `${op}-${suffix}`
  return id
}
