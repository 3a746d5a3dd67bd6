import type { Text } from '@aw-flow/messages'
import { type RunAttempt, type RunSnapshot, type Value, type Values, getProblemText, getHint } from '@aw-flow/schema'
import { findCriticalPath } from '@aw-flow/schema/internal'
import { createInputCollector } from '../timeline/collect-inputs.ts'
import { formatAttemptTimes } from '../timeline/format-attempt-times.ts'
import {
  escapeHtml as escape,
  renderJsonHtml as renderJson,
  renderSentenceHtml,
  renderWithinLimit,
} from './html-text.ts'
import { getDeciderName } from '../get-decider-name.ts'
import type { RunMonitorStrings } from '../monitor-strings.ts'
import { renderReportHtml } from './report-html.ts'
import { formatRetries } from '../timeline/format-retries.ts'
import { countAttempts, listRunRows } from '../run-rows.ts'
import { computeTimelineBars } from '../timeline/timeline-bars.ts'
import { formatColumnType } from '../../language/column-types.ts'

const style = `:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}body{max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
.n{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}pre{background:#8882;padding:.5rem;overflow:auto;max-height:20rem;white-space:pre-wrap;overflow-wrap:anywhere}
code{background:#8882;padding:.1em .3em;border-radius:3px}small,.m{opacity:.75}.bad{color:light-dark(#b3261e,#ffb4ab)}.warning{color:light-dark(#8f5a00,#f0b458)}.good{color:light-dark(#146c2e,#8bd6a0)}
svg{display:block;max-width:100%}.completed{fill:light-dark(#167343,#5fd197)}.failed{fill:light-dark(#c2362f,#ff8a80)}.retrying,.delay{fill:light-dark(#8f5a00,#f0b458)}
.running,.waiting{fill:light-dark(#3451d1,#8da2ff)}.cached{fill:light-dark(#0d6f76,#5cc9d1)}.skipped,.cancelled{fill:#888}.wait{fill:none;stroke:light-dark(#8f5a00,#f0b458)}
.f{display:inline-block}details{margin:.4rem 0}summary{cursor:pointer}`

/** Maximum number of attempts in a file. */
const maxAttempts = 5_000
/**
 * Maximum number of HTML characters for the inputs, outputs or external requests of an attempt. The rest is omitted.
 */
const maxSectionCharacters = 2_000_000
/** Maximum number of HTML characters for the list of attempts, and for the log. The rest is omitted. */
const maxListCharacters = 20_000_000

/**
 * Exports a run as a standalone HTML file without scripts or external requests. The file shows what the monitor shows
 * at the given point in time: the nodes, the timeline, the first 5,000 attempts with inputs, outputs and errors, and
 * the log. For very large runs, the attempts and the log are limited to about 20 million characters each, followed by
 * the number of omitted entries. All content from the run is escaped.
 *
 * @internal
 */
export function renderRunHtml(snapshot: RunSnapshot, strings: RunMonitorStrings): string {
  const { view, attempts, time = 0 } = snapshot
  const renderTextHtml = (text: Text): string => renderSentenceHtml(strings.renderText(text))
  const rows = listRunRows(snapshot, strings.nodeTypes)
  const titles = new Map(rows.map(({ key, title }) => [key, title]))
  const criticalKeys = new Set(findCriticalPath(view))
  const startTime = view.startedAt ?? time
  const scale = { startTime, endTime: Math.max(startTime + 1, view.endedAt ?? time), width: 480 }
  const name = view.workflow?.name || strings.label
  const renderBars = (barAttempts: readonly RunAttempt[]): string =>
    computeTimelineBars(barAttempts, scale)
      .map(
        ({ x, width, kind }) =>
          `<rect class="${kind}" x="${x.toFixed(1)}" y="3" width="${width.toFixed(1)}" height="10" rx="2"/>`,
      )
      .join('')
  const renderRowHtml = ({ key, title, run, attempts: rowAttempts, depth }: (typeof rows)[number]): string =>
    `<tr><td>${'&nbsp;'.repeat(depth * 4)}${escape(title)}${criticalKeys.has(key) ? ` <small>${escape(strings.critical)}</small>` : ''}</td><td>${escape(strings.states[run.state])}</td><td class="n">${countAttempts(rowAttempts) === 0 ? '' : strings.count(countAttempts(rowAttempts))}</td><td class="n">${escape(formatRetries(run, strings))}</td><td class="n">${run.ms === undefined ? '' : escape(strings.duration(run.ms))}</td><td class="n">${run.rows === undefined ? '' : strings.count(run.rows)}</td><td><svg viewBox="0 0 480 16" width="480" height="16" role="img" aria-label="${escape(strings.states[run.state])}">${renderBars(rowAttempts)}</svg></td></tr>`
  const renderOmitted = (count: number): string => renderOmittedHtml(count, strings)
  const renderDecision = (decision: NonNullable<RunAttempt['waits'][number]['decision']>): string => {
    const decider = getDeciderName(decision)
    return `<p>${escape(strings.decided[decision.decision])} ${decider ? escape(strings.decidedBy(decider)) : ''} ${decision.comment ? `<q>${escape(decision.comment)}</q>` : ''}</p>`
  }
  const collectInputs = createInputCollector(snapshot)
  const renderAttemptHtml = (attempt: RunAttempt): string => {
    const { state, error, scope, startedAt, report, reason, effects, waits } = attempt
    const summaryParts = [
      attempt.attempt > 0 ? strings.attemptNumber(attempt.attempt) : '',
      scope?.join(' › ') ?? '',
      strings.attemptStates[state],
      strings.startedAfter(startedAt - startTime),
      ...formatAttemptTimes(attempt, strings),
    ]
    const effectList = renderWithinLimit(
      effects,
      maxSectionCharacters,
      ({ kind, request, outcome, error: effectError }) =>
        `<p><code>${escape(kind)}</code> ${effectError ? renderTextHtml(getProblemText(effectError.problem)) : ''}</p>${renderJsonBlock(request)}${renderJsonBlock(outcome)}`,
    )
    const decisions = waits.flatMap(({ decision }) => (decision ? [decision] : []))
    return `<details${state === 'failed' ? ' open' : ''}><summary>${escape(titles.get(attempt.key) ?? attempt.key)} <small>${renderPartsHtml(summaryParts.map(escape))}</small></summary>
${error ? `<p class="bad">${renderTextHtml(getProblemText(error.problem))} ${renderTextHtml(getHint(error.problem))}</p>` : ''}${reason ? `<p>${renderTextHtml(reason)}</p>` : ''}
${decisions.map(renderDecision).join('')}
${renderValuesHtml(strings.inputs, collectInputs(attempt), strings)}${renderValuesHtml(strings.outputs, attempt.outputs, strings)}
${effects.length > 0 ? `<h4>${escape(strings.externalRequests)}</h4>${effectList.html}${renderOmitted(effectList.omitted)}` : ''}
${report ? `<h4>${escape(strings.report)}</h4>${renderReportHtml(report, strings.reportStrings)}` : ''}</details>`
  }
  const attemptList = renderWithinLimit(attempts.slice(0, maxAttempts), maxListCharacters, renderAttemptHtml)
  const log = renderWithinLimit(
    view.log,
    maxListCharacters,
    ({ time: timestamp, level, node, message }) =>
      `<tr><td class="n m">${escape(strings.duration(timestamp - startTime))}</td><td class="${level === 'error' ? 'bad' : level}">${escape(strings.level[level])}</td><td>${escape((node && titles.get(node)) || node || '')}</td><td>${renderTextHtml(message)}</td></tr>`,
  )
  const headerHtml = (['title', 'state', 'attempts', 'retries', 'time', 'rows'] as const)
    .map((column) => `<th>${escape(strings.columns[column])}`)
    .join('')
  const durationText =
    view.startedAt === undefined || view.endedAt === undefined ? '' : strings.took(view.endedAt - view.startedAt)
  const startedText =
    view.startedAt === undefined
      ? ''
      : `<time datetime="${new Date(view.startedAt).toISOString()}">${escape(strings.startedOn(view.startedAt))}</time>`
  return `<!doctype html>
<html lang="${escape(strings.language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(name)}: ${escape(strings.runStates[view.state])}</title>
<style>${style}</style>
<h1>${escape(name)}</h1>
<p><strong>${escape(strings.runStates[view.state])}</strong> · ${renderPartsHtml([startedText, escape(durationText), escape(view.run)])}</p>
${view.problem ? `<p class="bad">${renderTextHtml(getProblemText(view.problem))} ${renderTextHtml(getHint(view.problem))}</p>` : ''}
<h2>${escape(strings.nodesLabel)}</h2>
<table><thead><tr>${headerHtml}<th>${escape(strings.views.timeline)}</thead><tbody>
${rows.map(renderRowHtml).join('\n')}
</tbody></table>
<h2>${escape(strings.columns.attempts)}</h2>
${attemptList.html}
${renderOmitted(attemptList.omitted + Math.max(0, attempts.length - maxAttempts))}
<h2>${escape(strings.log)}</h2>
${log.html === '' ? `<p>${escape(strings.noLog)}</p>` : `<table><tbody>${log.html}</tbody></table>`}
${renderOmitted(log.omitted)}
</html>
`
}

/** Joins parts into a line that wraps only between them, so that numbers are not separated from their units. */
const renderPartsHtml = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .map((part) => `<span class="f">${part}</span>`)
    .join(' · ')

/** Renders a value as JSON. Returns an empty string for `undefined`, such as the outcome of a rejected request. */
const renderJsonBlock = (value: unknown): string => (value === undefined ? '' : `<pre>${renderJson(value)}</pre>`)

function renderValuesHtml(title: string, valuesByPort: Values | undefined, strings: RunMonitorStrings): string {
  const entries = Object.entries(valuesByPort ?? {})
  if (entries.length === 0) return ''
  const { html, omitted } = renderWithinLimit(
    entries,
    maxSectionCharacters,
    ([port, value]) => `<p><code>${escape(port)}</code></p>${renderValueHtml(value, strings)}`,
  )
  return `<h4>${escape(title)}</h4>${html}${renderOmittedHtml(omitted, strings)}`
}

const renderOmittedHtml = (count: number, strings: RunMonitorStrings): string =>
  count === 0 ? '' : `<p>${escape(strings.omitted(count))}</p>`

function renderValueHtml(value: Value, strings: RunMonitorStrings): string {
  switch (value.kind) {
    case 'table':
      return `<p>${escape(strings.table(value.table.rows, value.table.columns.length))}: ${value.table.columns
        .slice(0, 200)
        .map(
          ({ name, type }) =>
            `<code>${escape(name)}</code> <small title="${escape(type)}">${escape(formatColumnType(type, strings.columnTypes))}</small>`,
        )
        .join(', ')}</p>`
    case 'file':
      return `<p>${escape(value.name)}</p>`
    case 'text':
      return `<pre>${renderJson(value.text)}</pre>`
    case 'json':
      return `<pre>${renderJson(value.json)}</pre>`
  }
}
