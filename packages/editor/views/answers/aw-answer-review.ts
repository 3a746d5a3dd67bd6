import { initialState, TaskStatus } from '@lit/task'
import type { Problem } from '@aw-flow/schema'
import type { Answer, ProposedCell, ProposedRow, RowProposal } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderProblemSentences } from '../../language/render-problem.ts'
import { renderCode } from '../../render-code.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { CheckSource } from '../findings/check-source.ts'
import { findingsStrings, type FindingsStrings } from '../findings/findings-strings.ts'
import { ConnectedTask } from '../connected-task.ts'
import { toProblem } from '../table-source.ts'
import { minSuspiciousConfidence, renderAnswerCell } from './answer-cell.ts'
import { renderAnswers } from './answer-list.ts'
import { styles } from './aw-answer-review.styles.ts'
import { toEntries, createAnswer } from './read-answer.ts'
import { getKey, isComposing } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user adds, undoes or deletes an answer. @public */
export class AnswersChangeEvent extends defineEvent<{
  /** All answers after the change. */
  readonly answers: readonly Answer[]
}>('aw-answers-change') {}
/** Fired when the review moves to another row. @public */
export class ReviewRowEvent extends defineEvent<{
  /** The row number in the table; 1 is the first data row. */
  readonly row: number
}>('aw-review-row', localEventInit) {}
/** Fired when the user closes the review. @public */
export class ReviewCloseEvent extends defineEvent('aw-review-close', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-answers-change': AnswersChangeEvent
    'aw-review-row': ReviewRowEvent
    'aw-review-close': ReviewCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-answer-review': AwAnswerReview
  }
}

/** How the last answer changed the findings. @public */
export interface AnswerEffect {
  /** Number of findings before the answer. */
  readonly countBefore: number
  /** Number of findings after the answer. */
  readonly countAfter: number
  /** Number of findings added by the answer. */
  readonly addedCount: number
  /** Number of findings removed by the answer. */
  readonly removedCount: number
  /** Number of findings whose suggested repair changed. */
  readonly changedRepairCount: number
}

/** Maximum number of answers per review. Each answer covers one proposed row. */
const maxAnswers = 20

/**
 * Lets the user review one row at a time. Pressing Enter confirms the row, and wrong cells are corrected in place. Each
 * answer is reported immediately and used to propose the next row. The review ends when further answers are not
 * expected to change the findings.
 *
 * @event {AnswersChangeEvent} aw-answers-change - Fired when the user adds, undoes or deletes an answer.
 * @event {ReviewRowEvent} aw-review-row - Fired when the review moves to another row.
 * @event {ReviewCloseEvent} aw-review-close - Fired when the user closes the review.
 *
 * @public
 */
export class AwAnswerReview extends element(
  {
    /** Proposes the rows to review. */
    source: undefined as CheckSource | undefined,
    /** All answers for the table, oldest first. */
    answers: [] as readonly Answer[],
    /** How the last answer changed the findings. */
    effect: undefined as AnswerEffect | undefined,
    /** Whether a check that includes the last answer is running. */
    learning: false,
    strings: findingsStrings as FindingsStrings,
    _proposal: undefined as RowProposal | undefined,
    /** The row under review. */
    _row: undefined as ProposedRow | undefined,
    /** The user's input, keyed by column name. */
    _entries: new Map() as ReadonlyMap<string, string>,
    _skippedRows: new Set() as ReadonlySet<number>,
    /** Whether the user continues although further answers are not expected to change the findings. */
    _isContinued: false,
  },
  { learning: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  /** The rows answered during this review, oldest first. */
  #answeredRows: { row: ProposedRow; answer: Answer }[] = []
  readonly #proposing = new ConnectedTask(this, {
    args: () => [this.source, JSON.stringify(this.answers)] as const,
    task: async ([source], { signal }) => source?.proposeRows?.(this.answers, signal) ?? initialState,
    onComplete: (proposal) => {
      this._proposal = proposal
      // Once no more answers are needed, the closing message replaces the current row unless the user has edited it.
      if (!this._row || (this.#isReviewFinished() && this._entries.size === 0)) this.#advance()
    },
  })

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.#answeredRows = []
      this._row = undefined
      this._proposal = undefined
      this._skippedRows = new Set()
      this._isContinued = false
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('_row') || !this._row) return
    this.dispatchEvent(new ReviewRowEvent({ row: this._row.row }))
    if (changed.get('_row') !== undefined || this.renderRoot.contains(findActiveElement(this.renderRoot))) this.focus()
  }

  /** Focuses the first suspicious cell, or the first cell if none is suspicious. */
  override focus(): void {
    const cellIndex = this._row?.cells.findIndex(({ confidence }) => confidence >= minSuspiciousConfidence) ?? 0
    const field = this.renderRoot.querySelector<HTMLInputElement>(`#cell-${Math.max(0, cellIndex)}`)
    if (field) focusField(field)
    else this.renderRoot.querySelector<HTMLElement>('h3')?.focus()
  }

  override render(): unknown {
    const { answers } = this
    const strings = this.strings.review
    const row = this._row
    const failure = this.#failure
    const answerNumber = Math.min(answers.length + 1, maxAnswers)
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" tabindex="-1">${strings.title}</h3>
        ${row ? html`<span class="progress muted">${strings.progress(answerNumber, maxAnswers)}</span>` : nothing}
        <progress
          max=${maxAnswers}
          value=${Math.min(answers.length, maxAnswers)}
          aria-label=${strings.progressLabel}
        ></progress>
        ${renderIconButton('x', strings.close, () => this.dispatchEvent(new ReviewCloseEvent()), { className: 'close' })}
      </header>
      ${failure ? html`<p class="failure bad" role="alert">${renderProblemSentences(failure, this.strings.renderText)}</p>` : nothing}
      ${row ? this.#renderRow(row) : this.#renderFinished()}
      ${answers.length === 0 ? nothing : renderAnswers(answers, strings, (answer) => this.#changeAnswers(answers.filter((candidate) => candidate !== answer)))}
    </section>`
  }

  /** Why no rows could be proposed. */
  get #failure(): Problem | undefined {
    const { status, error } = this.#proposing
    return status === TaskStatus.ERROR ? toProblem(error) : undefined
  }

  #renderRow(row: ProposedRow): unknown {
    const strings = this.strings.review
    const correctionCount = this.#countCorrections(row)
    return html`<form @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      <div class="actions">
        <button class="primary accept">
          ${icon(correctionCount === 0 ? 'circle-check' : 'pencil')}${correctionCount === 0 ? strings.accept : strings.save(correctionCount)}
        </button>
        <button type="button" class="skip" @click=${this.#skip}>${strings.skip}</button>
        ${this.#renderUndo()}${this.#renderEffect()}
      </div>
      <p class="row muted">
        <strong>${strings.tableRow(row.row)}</strong> · ${renderCode(this.strings.renderText(row.reason))}
      </p>
      <div class="cells">
        ${row.cells.map((cell, index) =>
          renderAnswerCell(cell, strings, {
            id: `cell-${index}`,
            entry: this._entries.get(cell.column),
            onEntry: (entry) => this.#setEntry(cell, entry),
          }),
        )}
      </div>
      <p class="help small muted">${strings.help}</p>
    </form>`
  }

  #renderFinished(): unknown {
    const strings = this.strings.review
    const proposal = this._proposal
    if (!proposal) return this.#failure === undefined ? html`<p role="status">${strings.proposing}</p>` : nothing
    const hasMore = this.#findNextRow(proposal) !== undefined
    return html`<p class="end">
        ${icon('circle-check')}${hasMore ? this.strings.renderText(proposal.reason) : strings.finished}
      </p>
      <div class="actions">
        ${
          hasMore
            ? html`<button type="button" class="continue" @click=${this.#continueReview}>
                ${strings.continueAnyway}
              </button>`
            : nothing
        }
        ${this.#renderUndo()}${this.#renderEffect()}
      </div>`
  }

  #renderEffect(): unknown {
    return html`<span class="effect" role="status">${this.#describeEffect()}</span>`
  }

  #renderUndo(): unknown {
    return this.#answeredRows.length === 0
      ? nothing
      : html`<button type="button" class="undo" @click=${this.#undo}>
          ${icon('undo-2')}${this.strings.review.undo}
        </button>`
  }

  #describeEffect(): string {
    const { effect } = this
    const strings = this.strings.review
    if (this.learning) return strings.learning
    if (!effect) return ''
    const { addedCount, removedCount, changedRepairCount, countBefore, countAfter } = effect
    const parts = [
      addedCount > 0 ? strings.effectParts.added(addedCount) : '',
      removedCount > 0 ? strings.effectParts.removed(removedCount) : '',
      changedRepairCount > 0 ? strings.effectParts.repairs(changedRepairCount) : '',
    ].filter(Boolean)
    const total = countBefore === countAfter ? strings.sameEffect(countAfter) : strings.effect(countBefore, countAfter)
    return [total, ...(parts.length > 0 ? [parts.join(', ')] : [])].join(' · ')
  }

  #countCorrections(row: ProposedRow): number {
    return row.cells.filter(({ column, value }) => (this._entries.get(column) ?? value) !== value).length
  }

  #setEntry({ column, value }: ProposedCell, entry: string): void {
    const entries = new Map(this._entries)
    if (entry === value) entries.delete(column)
    else entries.set(column, entry)
    this._entries = entries
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    const row = this._row
    if (!row) return
    const answer = createAnswer(row, this._entries)
    this.#answeredRows.push({ row, answer })
    this.#changeAnswers([...this.answers, answer])
    this.#advance()
  }

  readonly #skip = (): void => {
    if (this._row) this._skippedRows = new Set([...this._skippedRows, this._row.row])
    this.#advance()
  }

  readonly #continueReview = (): void => {
    this._isContinued = true
    this.#advance()
  }

  /** Undoes the last answer of this review and shows that row again. */
  readonly #undo = (): void => {
    const lastAnsweredRow = this.#answeredRows.pop()
    if (!lastAnsweredRow) return
    const key = JSON.stringify(lastAnsweredRow.answer)
    const answerIndex = this.answers.findLastIndex((answer) => JSON.stringify(answer) === key)
    this._row = lastAnsweredRow.row
    this._entries = toEntries(lastAnsweredRow.answer)
    if (answerIndex >= 0) this.#changeAnswers(this.answers.filter((_, index) => index !== answerIndex))
  }

  #changeAnswers(answers: readonly Answer[]): void {
    this.answers = answers
    this.dispatchEvent(new AnswersChangeEvent({ answers }))
  }

  #advance(): void {
    const { _proposal: proposal } = this
    this._entries = new Map()
    this._row = proposal && !this.#isReviewFinished() ? this.#findNextRow(proposal) : undefined
  }

  #isReviewFinished(): boolean {
    return !this._isContinued && (this.answers.length >= maxAnswers || this._proposal?.isWorthwhile === false)
  }

  /** Returns the first proposed row that the user has neither answered nor skipped in this review. */
  #findNextRow({ rows }: RowProposal): ProposedRow | undefined {
    const answeredRowNumbers = new Set(this.#answeredRows.map(({ row }) => row.row))
    return rows.find(({ row }) => !answeredRowNumbers.has(row) && !this._skippedRows.has(row))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const field = event.target
    if (!(field instanceof HTMLInputElement) || isComposing(event) || event.altKey || event.ctrlKey || event.metaKey)
      return
    const index = Number(field.id.slice('cell-'.length))
    const cell = this._row?.cells[index]
    if (getKey(event) === 'Escape' && cell && this._entries.has(cell.column)) {
      this.#setEntry(cell, cell.value)
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const step = getArrowStep(event, field)
    const nextField = step === 0 ? null : this.renderRoot.querySelector<HTMLInputElement>(`#cell-${index + step}`)
    if (!nextField) return
    event.preventDefault()
    focusField(nextField)
  }
}

function focusField(field: HTMLInputElement): void {
  field.focus()
  field.select()
  field.closest('.cell')?.scrollIntoView({ block: 'nearest' })
}

/** Returns the step for an arrow key. Left and right move to another cell only from the start or end of the text. */
function getArrowStep(event: KeyboardEvent, field: HTMLInputElement): -1 | 0 | 1 {
  const key = getKey(event)
  if (event.shiftKey) return 0
  if (key === 'ArrowDown') return 1
  if (key === 'ArrowUp') return -1
  const { selectionStart: start, selectionEnd: end, value } = field
  const isAllSelected = start === 0 && end === value.length
  if (key === 'ArrowRight' && (isAllSelected || (start === end && end === value.length))) return 1
  if (key === 'ArrowLeft' && (isAllSelected || (start === end && start === 0))) return -1
  return 0
}

const findActiveElement = (root: HTMLElement | DocumentFragment): Element | null =>
  root instanceof ShadowRoot ? root.activeElement : null
