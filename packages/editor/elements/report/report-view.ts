import { describePlanOperation } from '../../language/render-operation.ts'
import { getProblemText, getHint } from '@aw-flow/schema'
import { isPlanForOtherTable } from '@aw-flow/schema/internal'
import type { LoadReport, NodeReport, PreparationPlan, Problem, ValidationReport } from '@aw-flow/schema'
import type { Attempt, FailedLoadReport, PreparationReport, RuleResult } from '@aw-flow/schema/internal'
import {
  createCosmographConfig,
  failedLoadReportSchema,
  getRuleSubject,
  loadReportSchema,
  preparationReportSchema,
  validationReportSchema,
} from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { showEdgeSpaces } from '../../views/show-edge-spaces.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatEncodingName,
  formatFileFormatName,
  formatPercent,
} from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { toReportEntries } from './report-facts.ts'
import { formatDecision, formatDecisionName, type ReportStrings } from './report-strings.ts'
import { saveFile } from '../files/save-file.ts'
import { renderCode } from '../../render-code.ts'
import { formatColumnType } from '../../language/column-types.ts'

/** Renders a node's report. A report with an unknown structure is shown as JSON. */
export function renderReport(nodeReport: NodeReport, strings: ReportStrings): TemplateResult {
  switch (nodeReport.kind) {
    case 'load': {
      const parsed = loadReportSchema.safeParse(nodeReport.report)
      if (parsed.success) return renderLoad(parsed.data, strings)
      const parsedFailure = failedLoadReportSchema.safeParse(nodeReport.report)
      return parsedFailure.success
        ? renderFailedLoad(parsedFailure.data, strings)
        : renderJson(nodeReport.report, strings)
    }
    case 'prepare': {
      const parsed = preparationReportSchema.safeParse(nodeReport.report)
      return parsed.success ? renderPreparation(parsed.data, strings) : renderJson(nodeReport.report, strings)
    }
    case 'validate': {
      const parsed = validationReportSchema.safeParse(nodeReport.report)
      return parsed.success
        ? html`<aw-validation-report
            exportparts="bar: validation-bar, verdict: validation-verdict, rules: validation-rules"
            .report=${parsed.data}
            .strings=${strings.validation}
          ></aw-validation-report>`
        : renderJson(nodeReport.report, strings)
    }
    case 'other': {
      const entries = toReportEntries(nodeReport.report, strings)
      return entries
        ? html`<div class="report">
            <dl class="facts">${entries.map(([term, value]) => renderEntry(term, value))}</dl>
          </div>`
        : renderJson(nodeReport.report, strings)
    }
  }
}

const renderEntry = (term: string, value: unknown): TemplateResult =>
  html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`

function renderLoad(report: LoadReport, strings: ReportStrings): TemplateResult {
  const columnsWithIssues = report.columns.filter((column) => column.nulls > 0 || column.badCells > 0)
  return html`<div class="report">
    <dl class="facts">
      ${renderEntry(strings.file, report.file)} ${renderEntry(strings.size, formatBytes(report.size, strings.language))}
      ${renderEntry(strings.format, formatFileFormatName(report.format))}
      ${renderEntry(strings.encoding, formatEncodingName(report.encoding))}
      ${
        report.format === 'csv'
          ? html`${renderEntry(strings.delimiter, strings.delimiters[report.delimiter] ?? report.delimiter)}
            ${renderEntry(strings.quote, report.quote || strings.none)}
            ${renderEntry(strings.header, strings.headerLines(report.headerLines))}
            ${renderEntry(strings.skippedLines, formatCount(report.skippedLines, strings.language))}`
          : nothing
      }
      ${renderEntry(strings.rows, formatCount(report.rows, strings.language))}
      ${renderEntry(strings.columns, formatCount(report.columns.length, strings.language))}
      ${renderEntry(strings.rejectedRows, formatCount(report.rejects, strings.language))}
    </dl>
    ${renderProblemList(strings.warnings, report.warnings, strings)}
    ${
      report.plan.evidence.length > 0
        ? html`<section>
            <h4>${strings.decisions}</h4>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>${strings.decision}</th>
                    <th>${strings.value}</th>
                    <th class="number">${strings.confidence}</th>
                    <th>${strings.decisionReason}</th>
                  </tr>
                </thead>
                <tbody>
                  ${report.plan.evidence.slice(0, 200).map(
                    (evidence) =>
                      html`<tr>
                        <td class="nowrap">${formatDecisionName(evidence.decision, strings)}</td>
                        <td><code>${formatDecision(evidence.value, strings)}</code></td>
                        <td class="number">${formatPercent(evidence.confidence, strings.language, 1)}</td>
                        <td>${renderCode(strings.renderText(evidence.reason))}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </section>`
        : nothing
    }
    ${
      columnsWithIssues.length > 0
        ? html`<section>
            <h4>${strings.columns}</h4>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>${strings.column}</th>
                    <th>${strings.type}</th>
                    <th class="number">${strings.nulls}</th>
                    <th class="number">${strings.invalidValues}</th>
                    <td></td>
                  </tr>
                </thead>
                <tbody>
                  ${columnsWithIssues.slice(0, 200).map(
                    (column) =>
                      html`<tr>
                        <td>${column.name}</td>
                        <td title=${column.type}>${formatColumnType(column.type, strings.columnTypes)}</td>
                        <td class="number">${formatCount(column.nulls, strings.language)}</td>
                        <td class="number ${column.badCells > 0 ? 'warn' : ''}">
                          ${formatCount(column.badCells, strings.language)}
                        </td>
                        <td class="change">
                          ${column.badExamples
                            .slice(0, 3)
                            .map(({ row, text }) => strings.invalidExample(row, text))
                            .join(' · ')}
                        </td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </section>`
        : nothing
    }
    ${
      report.rejects > 0
        ? html`<section>
            <h4>${strings.rejectedRowCount(report.rejects)}</h4>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th class="number">${strings.line}</th>
                    <th>${strings.reason}</th>
                    <th>${strings.originalText}</th>
                  </tr>
                </thead>
                <tbody>
                  ${report.rejectSample.map(
                    (reject) =>
                      html`<tr>
                        <td class="number">${formatCount(reject.line, strings.language)}</td>
                        <td>${renderCode(strings.renderText(reject.reason))}</td>
                        <td class="mono">${reject.raw}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </section>`
        : nothing
    }
    ${renderAttempts(report.attempts, strings)}
  </div>`
}

/** Renders the report of a failed load without the problem, which the run report already shows as the node's error. */
const renderFailedLoad = ({ file, size, attempts }: FailedLoadReport, strings: ReportStrings): TemplateResult =>
  html`<div class="report">
    <dl class="facts">
      ${renderEntry(strings.file, file)} ${renderEntry(strings.size, formatBytes(size, strings.language))}
    </dl>
    ${renderAttempts(attempts, strings)}
  </div>`

function renderPreparation(report: PreparationReport, strings: ReportStrings): TemplateResult {
  const roles = Object.entries(report.plan.roles ?? {}).filter(([, column]) => column !== undefined)
  // The reasons contain figures from the table that the plan was created for, so hide them for a different table.
  const isFromOtherTable = isPlanForOtherTable(report.plan)
  return html`<div class="report">
    <dl class="facts">
      ${renderEntry(strings.rowsIn, formatCount(report.rowsIn, strings.language))}
      ${renderEntry(strings.rowsOut, formatCount(report.rowsOut, strings.language))}
      ${renderEntry(strings.columnsIn, formatCount(report.columnsIn.length, strings.language))}
      ${renderEntry(strings.columnsOut, formatCount(report.columnsOut.length, strings.language))}
    </dl>
    <section>
      <h4>${strings.operations}</h4>
      ${report.applied.length === 0 ? html`<p class="muted">${strings.noOperations}</p>` : nothing}
      <ol class="steps">
        ${report.applied.map(
          ({ operation, rowsDropped, cellsChanged, cellsNulled, examples }) =>
            html`<li>
              <span>${renderCode(strings.renderText(describePlanOperation(operation)))}</span>
              <span class="effect"
                >${[
                  rowsDropped > 0 ? strings.rowsDropped(rowsDropped) : '',
                  cellsChanged > 0 ? strings.cellsChanged(cellsChanged) : '',
                  cellsNulled > 0 ? strings.cellsNulled(cellsNulled) : '',
                ]
                  .filter(Boolean)
                  .join(', ')}</span
              >
              <span class="reason"
                >${isFromOtherTable ? nothing : renderCode(strings.renderText(operation.reason))}${examples
                  .slice(0, 2)
                  .map(
                    ({ row, before, after }) =>
                      html`<br /><span class="change"
                          >${strings.row(row, before === null ? strings.null : showEdgeSpaces(before))} →
                          ${after === null ? strings.null : showEdgeSpaces(after)}</span
                        >`,
                  )}</span
              >
            </li>`,
        )}
      </ol>
    </section>
    ${
      roles.length > 0
        ? html`<section>
              <h4>${strings.roles}</h4>
              <dl class="facts">${roles.map(([role, column]) => renderEntry(role, column))}</dl>
            </section>
            ${renderCosmograph(report.plan, strings)}`
        : nothing
    }
    ${renderProblemList(strings.notes, report.plan.notes, strings)}
    ${renderProblemList(strings.warnings, report.warnings, strings)}
    ${report.validation.rules.length > 0 ? renderValidation(report.validation, strings) : nothing}
    ${renderAttempts(report.attempts, strings)}
  </div>`
}

/** Renders the Cosmograph configuration for JavaScript and Python. */
function renderCosmograph(plan: PreparationPlan, strings: ReportStrings): TemplateResult {
  const config = createCosmographConfig(plan)
  const save = (): void =>
    saveFile(new Blob([`${JSON.stringify(config, undefined, 2)}\n`], { type: 'application/json' }), 'cosmograph.json')
  const renderCodeBlock = (language: string, text: string): TemplateResult =>
    html`<h5>${language}</h5>
      <pre tabindex="0" aria-label=${language}>${text}</pre>`
  const pythonArguments = Object.entries(config.python).map(([name, value]) => `    ${name}=${JSON.stringify(value)},`)
  const tables = plan.links ? ['points', 'links'] : ['points']
  return html`<section>
    <details class="cosmograph">
      <summary>${strings.cosmograph}</summary>
      <p class="muted">${strings.cosmographHint(plan.links !== undefined)}</p>
      ${renderCodeBlock('JavaScript', `new Cosmograph(div, ${JSON.stringify({ ...config.javascript }, undefined, 2).replace('{', `{\n  ${tables.join(',\n  ')},`)})`)}
      ${renderCodeBlock('Python', `cosmo(\n${[...tables.map((name) => `    ${name}=${name},`), ...pythonArguments].join('\n')}\n)`)}
      <button type="button" @click=${save}>${icon('download')}${strings.saveCosmograph}</button>
    </details>
  </section>`
}

const isError = ({ severity = 'error' }: RuleResult): boolean => severity === 'error'

function renderValidation(report: ValidationReport, strings: ReportStrings): TemplateResult {
  const failingRules = report.rules.filter((rule) => !rule.valid)
  const orderedRules = [...failingRules, ...report.rules.filter((rule) => rule.valid)]
  return html`<section>
    <p class="verdict ${report.valid ? (failingRules.length > 0 ? 'warn' : 'good') : 'bad'}">
      ${icon(report.valid ? (failingRules.length > 0 ? 'triangle-alert' : 'circle-check') : 'circle-x', 20)}
      <span>${!report.valid ? strings.invalid : failingRules.length > 0 ? strings.warned : strings.valid}</span>
      <span class="muted small">${strings.ruleSummary(failingRules.length, report.rules.length)}</span>
    </p>
    ${
      orderedRules.length === 0
        ? nothing
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <td></td>
                  <th>${strings.rule}</th>
                  <th class="number">${strings.failing}</th>
                  ${failingRules.length > 0 ? html`<th>${strings.examples}</th>` : html`<td></td>`}
                </tr>
              </thead>
              <tbody>
                ${orderedRules.slice(0, 300).map(
                  (rule) =>
                    html`<tr>
                      <td class="status-icon ${rule.valid ? 'good' : isError(rule) ? 'bad' : 'warn'}">
                        ${icon(rule.valid ? 'circle-check' : isError(rule) ? 'circle-x' : 'triangle-alert')}
                        <span class="visually-hidden">${rule.valid ? strings.valid : strings.invalid}</span>
                      </td>
                      <td>
                        ${renderCode(strings.renderText(rule.rule))}${
                          rule.valid || rule.message === rule.rule
                            ? nothing
                            : html`<br /><span class="muted">${renderCode(strings.renderText(rule.message))}</span>`
                        }
                      </td>
                      <td class="number">
                        ${rule.valid || getRuleSubject(rule) !== 'rows' ? '' : formatCount(rule.failing, strings.language)}
                      </td>
                      <td class="change">
                        ${rule.sample
                          .slice(0, 3)
                          .map(({ row, value }) => strings.row(row, value ?? strings.null))
                          .join(' · ')}
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}

/** Renders problems and their hints below a heading. Renders nothing if there are no problems. */
export function renderProblemList(
  title: string,
  problems: readonly Problem[],
  strings: Pick<ReportStrings, 'renderText'>,
): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing
  const renderHint = (problem: Problem): TemplateResult | typeof nothing => {
    const hint = strings.renderText(getHint(problem))
    return hint ? html`<span class="hint">${renderCode(hint)}</span>` : nothing
  }
  return html`<section>
    ${title ? html`<h4>${title}</h4>` : nothing}
    <ul class="plain">
      ${problems.map(
        (problem) =>
          html`<li>
            <span class=${problem.severity}>${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}</span>
            <span>${renderCode(strings.renderText(getProblemText(problem)))}${renderHint(problem)}</span>
          </li>`,
      )}
    </ul>
  </section>`
}

function renderAttempts(attempts: readonly Attempt[], strings: ReportStrings): TemplateResult | typeof nothing {
  if (attempts.length < 2 && attempts.every((attempt) => attempt.success)) return nothing
  return html`<section>
    <h4>${strings.attempts}</h4>
    <ol class="steps">
      ${attempts.map(
        (attempt) =>
          html`<li>
            <span>${renderCode(strings.renderText(attempt.action))}</span>
            <span class="effect ${attempt.success ? 'good' : 'bad'}"
              >${attempt.success ? strings.passed : strings.failed},
              ${formatDuration(attempt.ms, strings.language)}</span
            >
            <span class="reason">${renderCode(strings.renderText(attempt.reason))}</span>
          </li>`,
      )}
    </ol>
  </section>`
}

const renderJson = (report: unknown, strings: ReportStrings): TemplateResult =>
  html`<div class="report">
    <section>
      <pre tabindex="0" aria-label=${strings.rawReport}>${JSON.stringify(report, undefined, 2)}</pre>
    </section>
  </div>`
