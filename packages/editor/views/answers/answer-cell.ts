import type { ProposedCell } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AnswerStrings } from './answer-strings.ts'
import { unknownValue } from './read-answer.ts'

/** Minimum confidence at which a cell is marked as suspicious. */
export const minSuspiciousConfidence = 0.5

export interface AnswerCellOptions {
  /** The user's input, or `undefined` if the cell is unchanged. */
  readonly entry: string | undefined
  readonly id: string
  readonly onEntry: (entry: string) => void
}

/**
 * Renders one cell of the row under review: an input with its value and, if available, a button that applies the
 * proposed repair.
 */
export function renderAnswerCell(
  { column, value, confidence, repair }: ProposedCell,
  strings: AnswerStrings,
  { entry, id, onEntry }: AnswerCellOptions,
): TemplateResult {
  const isEdited = entry !== undefined && entry !== value
  const isSuspicious = confidence >= minSuspiciousConfidence
  const proposedText = repair === '' ? strings.empty : (repair ?? '')
  return html`<div class="cell ${isEdited ? 'edited' : isSuspicious ? 'suspicious' : ''}">
    <label for=${id}>
      ${isSuspicious && !isEdited ? icon('triangle-alert') : nothing}<span class="ellipsis">${column}</span>
    </label>
    <input
      id=${id}
      type="text"
      autocomplete="off"
      spellcheck="false"
      placeholder=${strings.empty}
      aria-describedby=${isEdited || isSuspicious ? `${id}-note` : nothing}
      .value=${entry ?? value}
      @input=${(event: Event) => onEntry((event.target as HTMLInputElement).value)}
    />
    <div class="note small muted" id="${id}-note">
      ${
        isEdited
          ? entry === unknownValue
            ? strings.unknown
            : value === ''
              ? strings.originalEmpty
              : strings.original(value)
          : isSuspicious
            ? strings.suspicious(confidence)
            : nothing
      }
      ${
        repair !== undefined && repair !== (entry ?? value)
          ? html`<button
              type="button"
              class="quiet use"
              aria-label=${strings.useFor(column, proposedText)}
              @click=${() => onEntry(repair)}
            >
              ${strings.use(proposedText)}
            </button>`
          : nothing
      }
    </div>
  </div>`
}
