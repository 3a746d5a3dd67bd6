import type { Answer } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AnswerStrings } from './answer-strings.ts'
import { unknownValue } from './read-answer.ts'

/** The given answers, the last one first, each with its corrections and a button that deletes it. */
export function renderAnswers(
  answers: readonly Answer[],
  strings: AnswerStrings,
  onRemove: (answer: Answer) => void,
): TemplateResult {
  return html`<details class="answers">
    <summary>${strings.answers(answers.length)}</summary>
    <ul>
      ${answers.toReversed().map((answer) => {
        const place = answer.row === undefined ? strings.answerOther : strings.answerRow(answer.row)
        const text = corrections(answer, strings).join(', ') || strings.right
        return html`<li>
          <span><strong>${place}</strong> · ${text}</span>
          <button
            type="button"
            class="quiet icon"
            aria-label="${strings.remove}: ${place}, ${text}"
            title=${strings.remove}
            @click=${() => onRemove(answer)}
          >
            ${icon('trash')}
          </button>
        </li>`
      })}
    </ul>
  </details>`
}

const corrections = ({ cells }: Answer, strings: AnswerStrings): string[] =>
  cells.flatMap(({ column, value, verdict, correct }) =>
    verdict === 'right'
      ? []
      : [
          strings.correction(
            column,
            value === '' ? strings.empty : value,
            correct === undefined ? unknownValue : correct === '' ? strings.empty : correct,
          ),
        ],
  )
