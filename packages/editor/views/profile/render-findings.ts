import type { DeepFinding, DriftFinding, Operation, ProfileDrift } from '@aw-flow/schema/internal'
import { html, nothing } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { formatFraction } from './format-profile.ts'
import type { ProfileStrings } from './profile-strings.ts'

const kindOrder: readonly DeepFinding['kind'][] = [
  'key',
  'duplicates',
  'near-duplicates',
  'outliers',
  'spellings',
  'dependency',
  'correlation',
  'pattern',
]

/** Renders findings grouped by kind, each with its evidence on demand. */
export const renderFindings = (
  findings: readonly DeepFinding[],
  strings: ProfileStrings,
  onMerge?: (finding: SpellingsFinding) => void,
): unknown =>
  kindOrder.map((kind) => {
    const findingsOfKind = findings.filter((finding) => finding.kind === kind)
    return findingsOfKind.length === 0
      ? nothing
      : html`<section class="kind">
          <h4>
            ${strings.kinds[kind]}<span class="count small muted"
              >${formatCount(findingsOfKind.length, strings.language)}</span
            >
          </h4>
          <ul>
            ${findingsOfKind.map((finding) => html`<li>${renderFinding(finding, strings, onMerge)}</li>`)}
          </ul>
        </section>`
  })

/** A finding with clusters of values that are probably different spellings of the same value. */
export type SpellingsFinding = Extract<DeepFinding, { kind: 'spellings' }>

/** Creates the operation that replaces the values of each cluster with the preferred spelling. */
export const createMergeOperation = ({ column, clusters, message }: SpellingsFinding): Operation => ({
  op: 'merge-spellings',
  column,
  groups: clusters.map(({ keep, values }) => ({
    to: keep,
    from: values.flatMap(({ value }) => (value === keep ? [] : [value])),
  })),
  reason: message,
})

function renderFinding(
  finding: DeepFinding,
  strings: ProfileStrings,
  onMerge: ((finding: SpellingsFinding) => void) | undefined,
): unknown {
  const details = collectDetails(finding, strings)
  const message = renderCode(strings.renderText(finding.message))
  if (details.length === 0) return html`<p class="plain">${message}</p>`
  return html`<details>
    <summary>${icon('chevron-right')}<span>${message}</span></summary>
    <table>
      <tbody>
        ${details.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      finding.kind === 'spellings' && onMerge
        ? html`<button type="button" class="merge" @click=${() => onMerge(finding)}>${strings.merge}</button>`
        : nothing
    }
  </details>`
}

/** Returns the evidence for a finding as table rows. */
function collectDetails(finding: DeepFinding, strings: ProfileStrings): readonly (readonly unknown[])[] {
  const renderValue = (text: string): unknown => html`<code>${text === '' ? strings.emptyString : text}</code>`
  switch (finding.kind) {
    case 'pattern':
      return finding.patterns.map(({ pattern, share, example }) => [
        renderValue(pattern),
        formatFraction(share, strings.language),
        example,
      ])
    case 'outliers':
      return finding.examples.map(({ row, value }) => [strings.row(row), value])
    case 'spellings':
      return finding.clusters.map(({ keep, values }) => [
        renderValue(keep),
        values
          .filter(({ value }) => value !== keep)
          .map(({ value, count }) => html`${renderValue(value)} × ${formatCount(count, strings.language)} `),
      ])
    case 'dependency':
      return finding.examples.map(({ from, to }) => [
        renderValue(from),
        to.map(({ value, count }) => html`${renderValue(value)} × ${formatCount(count, strings.language)} `),
      ])
    case 'duplicates':
      return finding.examples.map((rows) => [strings.rows(rows)])
    case 'near-duplicates':
      return finding.pairs.map(({ rows, similarity, reason }) => [
        strings.rows(rows),
        formatFraction(similarity, strings.language),
        renderCode(strings.renderText(reason)),
      ])
    case 'key':
    case 'correlation':
      return []
  }
}

const severityIcons: Record<DriftFinding['severity'], string> = {
  error: 'circle-x',
  warning: 'triangle-alert',
  info: 'info',
}
const severityClasses: Record<DriftFinding['severity'], string> = { error: 'bad', warning: 'warn', info: 'note' }

/** Renders the changes since an earlier profile, most severe first. */
export const renderDrift = ({ findings }: ProfileDrift, strings: ProfileStrings): unknown =>
  findings.length === 0
    ? html`<p class="plain good">${icon('circle-check')}${strings.noDrift}</p>`
    : html`<ul class="changes">
        ${findings.map(
          ({ severity, message }) =>
            html`<li class=${severityClasses[severity]}>
              ${icon(severityIcons[severity])}<span class="visually-hidden">${strings.severities[severity]}</span>
              <span>${renderCode(strings.renderText(message))}</span>
            </li>`,
        )}
      </ul>`
