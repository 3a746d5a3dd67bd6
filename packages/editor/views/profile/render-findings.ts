import type { DeepFinding, DriftFinding, Operation, ProfileDrift } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import { formatShare } from './format-profile.ts'
import type { ProfileStrings } from './profile-strings.ts'

const order: readonly DeepFinding['kind'][] = [
  'key',
  'duplicates',
  'near-duplicates',
  'outliers',
  'spellings',
  'dependency',
  'correlation',
  'pattern',
]

/** Findings under headings, with their evidence on demand. */
export const renderFindings = (
  findings: readonly DeepFinding[],
  strings: ProfileStrings,
  merge?: (finding: FoundSpellings) => void,
): unknown =>
  order.map((kind) => {
    const ofKind = findings.filter((one) => one.kind === kind)
    return ofKind.length === 0
      ? nothing
      : html`<section class="kind">
          <h4>${strings.kinds[kind]}<span class="count">${formatCount(ofKind.length, strings.language)}</span></h4>
          <ul>
            ${ofKind.map((finding) => html`<li>${renderFinding(finding, strings, merge)}</li>`)}
          </ul>
        </section>`
  })

/** Groups of values that may be spellings of the same value. */
export type FoundSpellings = Extract<DeepFinding, { kind: 'spellings' }>

/** The operations that replace the values of each group by one. */
export const mergeOperation = ({ column, clusters, message }: FoundSpellings): Operation => ({
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
  merge: ((finding: FoundSpellings) => void) | undefined,
): unknown {
  const details = detailsOf(finding, strings)
  const words = withCode(strings.renderText(finding.message))
  if (details.length === 0) return html`<p class="plain">${words}</p>`
  return html`<details>
    <summary>${icon('chevron-right')}<span>${words}</span></summary>
    <table>
      <tbody>
        ${details.map(
          (line) =>
            html`<tr>
              ${line.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      finding.kind === 'spellings' && merge
        ? html`<button type="button" class="merge" @click=${() => merge(finding)}>${strings.merge}</button>`
        : nothing
    }
  </details>`
}

/** The evidence of a finding, as rows of cells. */
function detailsOf(finding: DeepFinding, strings: ProfileStrings): readonly (readonly unknown[])[] {
  const code = (text: string): unknown => html`<code>${text === '' ? strings.emptyText : text}</code>`
  switch (finding.kind) {
    case 'pattern':
      return finding.patterns.map(({ pattern, share, example }) => [
        code(pattern),
        formatShare(share, strings.language),
        example,
      ])
    case 'outliers':
      return finding.examples.map(({ row, value }) => [strings.row(row), value])
    case 'spellings':
      return finding.clusters.map(({ keep, values }) => [
        code(keep),
        values
          .filter(({ value }) => value !== keep)
          .map(({ value, count }) => html`${code(value)} × ${formatCount(count, strings.language)} `),
      ])
    case 'dependency':
      return finding.examples.map(({ from, to }) => [
        code(from),
        to.map(({ value, count }) => html`${code(value)} × ${formatCount(count, strings.language)} `),
      ])
    case 'duplicates':
      return finding.examples.map((rows) => [strings.rows(rows)])
    case 'near-duplicates':
      return finding.pairs.map(({ rows, similarity, reason }) => [
        strings.rows(rows),
        formatShare(similarity, strings.language),
        withCode(strings.renderText(reason)),
      ])
    case 'key':
    case 'correlation':
      return []
  }
}

const signs: Record<DriftFinding['severity'], string> = { error: 'circle-x', warning: 'triangle-alert', info: 'info' }
const tones: Record<DriftFinding['severity'], string> = { error: 'bad', warning: 'warn', info: 'note' }

/** The differences to an earlier profile, worst first. */
export const renderDrift = ({ findings }: ProfileDrift, strings: ProfileStrings): unknown =>
  findings.length === 0
    ? html`<p class="plain good">${icon('circle-check')}${strings.noDrift}</p>`
    : html`<ul class="changes">
        ${findings.map(
          ({ severity, message }) =>
            html`<li class=${tones[severity]}>
              ${icon(signs[severity])}<span class="visually-hidden">${strings.severities[severity]}</span>
              <span>${withCode(strings.renderText(message))}</span>
            </li>`,
        )}
      </ul>`
