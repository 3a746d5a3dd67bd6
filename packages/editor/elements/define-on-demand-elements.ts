import { registerOperationDescriber } from '../language/render-operation.ts'
import { describeOperation } from '@aw-flow/schema/internal'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { englishRenderer } from '../language/render-text.ts'
import { createInsertSqlEdit } from './results/tabs/create-insert-node-edit.ts'
import { checkExtension, profileExtension } from './results/tabs/check-tabs.ts'
import { PreparedTableChanges } from './results/tabs/prepared-changes.ts'
import { viewExtension } from './results/tabs/view-tabs.ts'
import { registerDeferredTools } from './deferred-tools.ts'
import { createSessionExamples } from '../views/examples/example-source.ts'
import { AwChart } from '../views/chart/aw-chart.ts'
import { AwGraphView } from '../views/graph/aw-graph-view.ts'
import { AwMap } from '../views/map/aw-map.ts'
import { AwAnswerReview } from '../views/answers/aw-answer-review.ts'
import { AwFindingCells } from '../views/findings/aw-finding-cells.ts'
import { AwRepairPreview } from '../views/findings/aw-repair-preview.ts'
import { AwFindings } from '../views/findings/aw-findings.ts'
import { AwDataProfile } from '../views/profile/aw-data-profile.ts'
import { AwByExample } from '../views/examples/aw-by-example.ts'
import { AwApproval } from './approval/aw-approval.ts'
import { AwAccessQuestion } from './access/aw-access-question.ts'
import { AwFileQuestion } from './files/aw-file-question.ts'
import { AwCommandPalette } from './palette/aw-command-palette.ts'
import { AwKeyDialog } from './palette/aw-key-dialog.ts'
import { AwKeyForm } from './palette/aw-key-form.ts'
import { AwScopeTrail } from './editor/aw-scope-trail.ts'
import { AwPeople } from './people/aw-people.ts'
import { AwPresence } from './people/aw-presence.ts'
import { AwRunReport } from './report/aw-run-report.ts'
import { AwLoadPlanDialog } from './load-plan/aw-load-plan-dialog.ts'
import { AwLoadPlan } from './load-plan/aw-load-plan.ts'
import { AwWriter } from './writer/aw-writer.ts'
import { AwExplanation } from './explanation/aw-explanation.ts'
import { AwProposal } from './proposal/aw-proposal.ts'
import { AwPreviewTable } from './source/aw-preview-table.ts'
import { AwSourceLines } from './source/aw-source-lines.ts'
import { AwPreparationDialog } from '../views/plan/aw-preparation-dialog.ts'
import { AwPlan } from '../views/plan/aw-plan.ts'
import { AwCanvasMarks } from '../comments/aw-canvas-marks.ts'
import { AwComments } from '../comments/aw-comments.ts'
import { AwVersions } from '../versions/aw-versions.ts'
import { AwValidationReport } from '../views/validation/aw-validation-report.ts'
import { AwEdgePreview } from './edge-preview/aw-edge-preview.ts'
import { AwRunAttempt } from '../monitor/timeline/aw-run-attempt.ts'
import { AwRunCompare } from '../monitor/aw-run-compare.ts'
import { AwRunLog } from '../monitor/log/aw-run-log.ts'
import { AwRunMoment } from '../monitor/aw-run-moment.ts'
import { AwRunMonitor } from '../monitor/aw-run-monitor.ts'
import { AwRunNodes } from '../monitor/aw-run-nodes.ts'
import { AwRunTimeline } from '../monitor/timeline/aw-run-timeline.ts'
import { registerMonitorIcons } from '../monitor/register-monitor-icons.ts'
import { registerBuiltInExtensions } from '../extensions/extension-registry.ts'
import { registerElements } from '../register-elements.ts'

const elements: Record<string, CustomElementConstructor> = {
  'aw-edge-preview': AwEdgePreview,
  'aw-chart': AwChart,
  'aw-graph-view': AwGraphView,
  'aw-map': AwMap,
  'aw-scope-trail': AwScopeTrail,
  'aw-data-profile': AwDataProfile,
  'aw-by-example': AwByExample,
  'aw-answer-review': AwAnswerReview,
  'aw-finding-cells': AwFindingCells,
  'aw-findings': AwFindings,
  'aw-repair-preview': AwRepairPreview,
  'aw-approval': AwApproval,
  'aw-access-question': AwAccessQuestion,
  'aw-file-question': AwFileQuestion,
  'aw-command-palette': AwCommandPalette,
  'aw-key-dialog': AwKeyDialog,
  'aw-key-form': AwKeyForm,
  'aw-people': AwPeople,
  'aw-presence': AwPresence,
  'aw-run-report': AwRunReport,
  'aw-load-plan': AwLoadPlan,
  'aw-load-plan-dialog': AwLoadPlanDialog,
  'aw-preview-table': AwPreviewTable,
  'aw-source-lines': AwSourceLines,
  'aw-plan': AwPlan,
  'aw-explanation': AwExplanation,
  'aw-proposal': AwProposal,
  'aw-writer': AwWriter,
  'aw-preparation-dialog': AwPreparationDialog,
  'aw-run-attempt': AwRunAttempt,
  'aw-run-compare': AwRunCompare,
  'aw-run-log': AwRunLog,
  'aw-run-moment': AwRunMoment,
  'aw-run-monitor': AwRunMonitor,
  'aw-run-nodes': AwRunNodes,
  'aw-run-timeline': AwRunTimeline,
  'aw-versions': AwVersions,
  'aw-comments': AwComments,
  'aw-canvas-marks': AwCanvasMarks,
  'aw-validation-report': AwValidationReport,
}

/**
 * Registers the on-demand elements, which a page loads when somebody uses it: views, the run monitor, plans, versions and
 * dialogs, and the messages that they show. Elements that are already in the page are upgraded.
 *
 * @internal
 */
export const defineOnDemandElements = (registry: CustomElementRegistry = customElements): void => {
  englishRenderer.provide(englishFormatter)
  registerOperationDescriber(describeOperation)
  registerDeferredTools({
    createInsertSqlEdit,
    PreparedTableChanges,
    createSessionExamples,
  })
  registerMonitorIcons()
  registerElements(elements, registry)
  registerBuiltInExtensions([viewExtension, profileExtension, checkExtension])
}
