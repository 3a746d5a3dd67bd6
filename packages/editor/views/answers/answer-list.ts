import type { Answer } from '@aw-flow/schema/internal'
import { html, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AnswerStrings } from './answer-strings.ts'
import { unknownValue } from './read-answer.ts'

/** Renders the saved answers, newest first, each with its corrections and a delete button. */
export function renderAnswers(
  answers: readonly Answer[],
  strings: AnswerStrings,
  onRemove: (answer: Answer) => void,
): TemplateResult {
  return html`<details class="answers">
    <summary>${strings.answers(answers.length)}</summary>
    <ul>
      ${answers.toReversed().map((answer) => {
        const location = answer.row === undefined ? strings.answerOtherFile : strings.answerRow(answer.row)
        const text = describeCorrections(answer, strings).join(', ') || strings.allCorrect
        return html`<li>
          <span><strong>${location}</strong> · ${text}</span>
          <button
            type="button"
            class="quiet icon"
            aria-label="${strings.remove}: ${location}, ${text}"
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

const describeCorrections = ({ cells }: Answer, strings: AnswerStrings): string[] =>
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
