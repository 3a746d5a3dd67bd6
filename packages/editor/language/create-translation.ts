import type { CanvasStrings } from '../canvas/canvas-strings.ts'
import type { ApprovalStrings } from '../elements/approval/approval-strings.ts'
import type { EditorStrings } from '../elements/editor/editor-strings.ts'
import type { LoadPlanStrings } from '../elements/load-plan/load-plan-strings.ts'
import type { ReportStrings } from '../elements/report/report-strings.ts'
import type { FormStrings } from '../forms/form-strings.ts'
import type { RunMonitorStrings } from '../monitor/monitor-strings.ts'
import type { ChartStrings } from '../views/chart/chart-strings.ts'
import type { FindingsStrings } from '../views/findings/findings-strings.ts'
import type { GraphStrings } from '../views/graph/graph-strings.ts'
import type { PlanStrings } from '../views/plan/plan-strings.ts'
import type { ProfileStrings } from '../views/profile/profile-strings.ts'
import type { DataTableStrings } from '../views/table/table-strings.ts'
import type { LanguageTexts, StringsOf } from './language-texts.ts'
import type { TextOverrides } from './override-texts.ts'

type Texts<Strings> = TextOverrides<StringsOf<Strings>>

/** The strings of a language, as they are stored: each area is a file. */
export interface TranslatedAreas {
  readonly approval: Texts<ApprovalStrings>
  readonly canvas: Texts<CanvasStrings>
  readonly charts: { readonly chart: Texts<ChartStrings>; readonly graph: Texts<GraphStrings> }
  readonly columnTypes: Readonly<Record<string, string>>
  readonly editor: Texts<EditorStrings>
  readonly findings: Texts<FindingsStrings>
  readonly form: Texts<FormStrings>
  readonly loadPlan: Texts<LoadPlanStrings>
  readonly plan: Texts<PlanStrings>
  readonly profile: Texts<ProfileStrings>
  readonly report: Texts<ReportStrings>
  readonly results: Texts<EditorStrings['resultsStrings']>
  readonly runMonitor: Texts<RunMonitorStrings>
  readonly table: Texts<DataTableStrings>
}

/** Places the strings of the areas wherever the editor and the run monitor use them. */
export function createTranslation(areas: TranslatedAreas): LanguageTexts {
  const { approval, canvas, charts, columnTypes, editor, results } = areas
  const { states = {}, portTypes = {} } = canvas
  const loadPlan = { ...areas.loadPlan, columnTypes }
  const form = { ...areas.form, loadPlan, column: { ...areas.form.column, columnTypes } }
  const report = { ...areas.report, columnTypes }
  const rowsTable = { ...areas.table, columnTypes, download: results.download ?? {} }
  return {
    ...editor,
    canvas,
    loadPlan,
    plan: areas.plan,
    edgePreview: { ...editor.edgePreview, columnTypes },
    steps: { ...editor.steps, canvas },
    inspectorStrings: { ...editor.inspectorStrings, columnTypes, portTypes, form },
    resultsStrings: {
      ...results,
      table: rowsTable,
      chart: { ...charts.chart, rowsTable },
      graph: { ...charts.graph, rowsTable },
      examples: { ...results.examples, rowsTable },
      findings: { ...areas.findings, rowsTable },
      profile: { ...areas.profile, columnTypes },
      monitor: { ...results.monitor, states, approval, report },
    },
    runMonitor: { ...areas.runMonitor, columnTypes, states, canvas, approval, form, rowsTable, reportStrings: report },
  }
}
