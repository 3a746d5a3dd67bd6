export { AwCanvas } from './canvas/aw-canvas.ts'
export { getKey } from './get-key.ts'
export { AwCanvasMenu, MenuChoiceEvent } from './canvas/popups/aw-canvas-menu.ts'
export { AwConnectList, ConnectChoiceEvent } from './canvas/popups/aw-connect-list.ts'
export type { ConnectionOffer } from '@aw-flow/canvas'
export { AwMinimap } from './canvas/aw-minimap.ts'
export { AwQuickAdd, QuickAddEvent } from './canvas/popups/aw-quick-add.ts'
export {
  EdgeHoverEvent,
  FileDropEvent,
  KeysOpenEvent,
  NodeEnterEvent,
  NodeOpenEvent,
  SelectionChangeEvent,
  ViewChangeEvent,
} from './canvas/canvas-events.ts'
export type { CanvasCommand, CommandHost, CommandId } from './canvas/commands/command.ts'
export { AwExtensionPanel, PanelCloseEvent } from './extensions/aw-extension-panel.ts'
export {
  defineExtension,
  type CellRenderer,
  type Dialog,
  type EventHandlers,
  type Extension,
  type InspectorSection,
  type InspectorSectionContext,
  type EditorNotification,
  type Panel,
  type PanelContext,
  type ToolbarItem,
} from './extensions/extension.ts'
export type { MountContent, MountedContent } from './extensions/mount-part.ts'
export { registerExtension } from './extensions/extension-registry.ts'
export type { KeyBindings } from './canvas/commands/keymap.ts'
export type { ExportKind } from './canvas/export/export-workflow.ts'
export { canvasStrings, type CanvasStrings } from './canvas/canvas-strings.ts'
export { newId, type NewId } from '@aw-flow/canvas'
export type { Point, Rect, Viewport } from '@aw-flow/canvas'
export { defineElements } from './define-elements.ts'
export { defineCoreElements } from './define-core-elements.ts'
export { defineDeferredElements } from './elements/define-deferred-elements.ts'
export { defineOnDemandElements } from './elements/define-on-demand-elements.ts'
export { AwCommandPalette, PaletteCloseEvent, PaletteFoundEvent } from './elements/palette/aw-command-palette.ts'
export { commandPaletteStrings, type CommandPaletteStrings } from './elements/palette/command-palette-strings.ts'
export { AccessRequestEvent } from './elements/access/access-request-event.ts'
export { AwWriter, type WriterRequest } from './elements/writer/aw-writer.ts'
export { writerStrings, type WriterStrings } from './elements/writer/writer-strings.ts'
export { AwProposal } from './elements/proposal/aw-proposal.ts'
export { proposalStrings, type ProposalStrings } from './elements/proposal/proposal-strings.ts'
export { AccessAnswerEvent, askForAccess, AwAccessQuestion } from './elements/access/aw-access-question.ts'
export { accessStrings, type AccessStrings } from './elements/access/access-strings.ts'
export { AwChart, ChartChangeEvent, ChartFilterEvent } from './views/chart/aw-chart.ts'
export { chartStrings, type ChartStrings } from './views/chart/chart-strings.ts'
export { AwGraphView, GraphChangeEvent, GraphSelectEvent } from './views/graph/aw-graph-view.ts'
export { graphStrings, type GraphStrings } from './views/graph/graph-strings.ts'
export { AwFindings, CheckedEvent, SensitivityChangeEvent } from './views/findings/aw-findings.ts'
export {
  AnswersChangeEvent,
  AwAnswerReview,
  ReviewCloseEvent,
  ReviewRowEvent,
  type AnswerEffect,
} from './views/answers/aw-answer-review.ts'
export {
  AwFindingCells,
  FindingApproveEvent,
  FindingRepairEvent,
  FindingShowEvent,
} from './views/findings/aw-finding-cells.ts'
export {
  AwRepairPreview,
  PreviewApplyEvent,
  PreviewCancelEvent,
  type ProposedRepair,
} from './views/findings/aw-repair-preview.ts'
export { HeightRequestEvent } from './views/height-request-event.ts'
export { indexRepairedCells, type RepairedCells } from './views/findings/repaired-cells.ts'
export { RepairEvent } from './views/repair-event.ts'
export { createSessionCheck, type CheckSettings, type CheckSource } from './views/findings/check-source.ts'
export { findingsStrings, type FindingsStrings } from './views/findings/findings-strings.ts'
export { AwDataProfile, ProfileEvent } from './views/profile/aw-data-profile.ts'
export type { ProfileSource } from './views/profile/profile-source.ts'
export { profileStrings, type ProfileStrings } from './views/profile/profile-strings.ts'
export { AwByExample, ColumnTransformedEvent, TransformCloseEvent } from './views/examples/aw-by-example.ts'
export { examplesStrings, type ExamplesStrings } from './views/examples/examples-strings.ts'
export { createSessionExamples, type ExampleResult, type ExampleSource } from './views/examples/example-source.ts'
export { AwMap, MapChangeEvent } from './views/map/aw-map.ts'
export type { MapArea, MapSpec } from './views/map/map-spec.ts'
export type { CustomRegions, RegionFeature } from './views/map/regions.ts'
export { AwDataTable, CellEditEvent, ColumnTransformEvent, TableViewEvent } from './views/aw-data-table.ts'
export { indexCellChanges, type CellChange, type CellChanges } from './views/table/cells/cell-changes.ts'
export { formatColumnType } from './language/column-types.ts'
export { typeIcons } from './views/format-cell.ts'
export { dataTableStrings, type DataTableStrings } from './views/table/table-strings.ts'
export type { TableView } from './views/table/table-view.ts'
export type {
  ColumnColors,
  ColumnDateStyle,
  ColumnFormat,
  ColumnNumberFormat,
  LevelRule,
  ValueLevel,
} from './views/table/formats/column-format.ts'
export { createSessionTable, type DerivedSource, type TableSource } from './views/table-source.ts'
export { AwForm, FileChosenEvent, SettingChangeEvent, SettingOpenEvent } from './forms/aw-form.ts'
export { formStrings, listStrings, type FormStrings, type ListStrings } from './forms/form-strings.ts'
export { AwKeyForm, KeysChangeEvent } from './elements/palette/aw-key-form.ts'
export { storeKeyBindings, loadKeyBindings } from './elements/palette/stored-keys.ts'
export { keyFormStrings, type KeyFormStrings } from './elements/palette/key-form-strings.ts'
export { AwCodeField } from './forms/code/aw-code-field.ts'
export { AwColumnField } from './forms/columns/aw-column-field.ts'
export { AwExpressionField } from './forms/expression/aw-expression-field.ts'
export { AwMapField } from './forms/fields/aw-map-field.ts'
export { AwFilterBuilder } from './forms/filter/aw-filter-builder.ts'
export { AwRuleBuilder } from './forms/rules/aw-rule-builder.ts'
export { createRuleData, type RuleData } from './forms/rules/rule-data.ts'
export { applyWithSettings } from './elements/deferred-tools.ts'
export { createSampleLoader, type LoadColumnSamples } from './forms/columns/column-samples.ts'
export { AwVariantField } from './forms/fields/aw-variant-field.ts'
export { preloadCodeEditor } from './forms/code/fetch-code-editor.ts'
export { FieldChangeEvent, ManageSecretsEvent } from './forms/field-change-event.ts'
export type { AskExpression, FormContext } from './forms/form-context.ts'
export { AwListField, ListChangeEvent } from './forms/fields/aw-list-field.ts'
export { AwEdgePreview } from './elements/edge-preview/aw-edge-preview.ts'
export { edgePreviewStrings, type EdgePreviewStrings } from './elements/edge-preview/edge-preview-strings.ts'
export { AwInOut } from './elements/results/aw-in-out.ts'
export { AwNodeResult } from './elements/results/aw-node-result.ts'
export { inOutStrings, type InOutStrings } from './elements/results/in-out-strings.ts'
export { ReviewEvent } from './elements/approval/review-event.ts'
export { AwNodePreview, type PreviewContextStrings } from './elements/preview/aw-node-preview.ts'
export { AwInspector, InspectorCloseEvent } from './elements/inspector/aw-inspector.ts'
export { inspectorStrings, type InspectorStrings } from './elements/inspector/inspector-strings.ts'
export {
  AwLoadPlan,
  LoadPlanChangeEvent,
  LoadPlanForgetEvent,
  LoadPlanKeepEvent,
} from './elements/load-plan/aw-load-plan.ts'
export { dialogStyles } from './elements/editor/editor-dialogs.styles.ts'
export { AwLoadPlanDialog } from './elements/load-plan/aw-load-plan-dialog.ts'
export { LoadPlanOpenEvent } from './elements/load-plan/load-plan-open-event.ts'
export { AwDownloadMenu, DownloadEvent } from './elements/results/aw-download-menu.ts'
export { downloadStrings, type DownloadStrings } from './elements/results/download-strings.ts'
export { AwNetworkAccess, HostsChangeEvent, SecretRemoveEvent, SecretSetEvent } from './elements/outside/aw-outside.ts'
export { networkAccessStrings, type NetworkAccessStrings } from './elements/outside/outside-strings.ts'
export { AwPalette, NodeAddEvent } from './elements/palette/aw-palette.ts'
export { paletteStrings, type PaletteStrings } from './elements/palette/palette-strings.ts'
export { AwPreviewTable } from './elements/source/aw-preview-table.ts'
export { ColumnOpenEvent, RowChooseEvent } from './elements/source/preview-events.ts'
export { AwResults, ResultsCloseEvent, TabChangeEvent } from './elements/results/aw-results.ts'
export { hasLocations } from './elements/results/tabs/core-tabs.ts'
export type { ResultContext, ResultTab } from './extensions/result-tab.ts'
export { resultsStrings, type ResultsStrings, type ResultsTab } from './elements/results/results-strings.ts'
export {
  BeforeCancelEvent,
  BeforeDatasetRemoveEvent,
  BeforeDecideEvent,
  BeforeEditEvent,
  BeforeFileEvent,
  BeforeOpenEvent,
  BeforeResumeEvent,
  BeforeRunEvent,
} from './elements/editor/request-events.ts'
export {
  DocumentChangeEvent,
  RunChangeEvent,
  SavingChangeEvent,
  SessionEvent,
} from './elements/editor/session-events.ts'
export { AwRunBar, InputChooseEvent } from './elements/run/aw-run-bar.ts'
export { runBarStrings, type RunBarStrings } from './elements/run/run-bar-strings.ts'
export { approvalStrings, type ApprovalStrings } from './elements/approval/approval-strings.ts'
export { getApprovalKind, type ApprovalKind } from './elements/approval/approval-kind.ts'
export { AwApproval, DecideEvent, type ApprovalDecision } from './elements/approval/aw-approval.ts'
export { AwNodeOptions, NodeOptionEvent } from './elements/inspector/aw-node-options.ts'
export { nodeOptionStrings, type NodeOptionStrings } from './elements/inspector/node-option-strings.ts'
export { AwRunReport, NodeChooseEvent } from './elements/report/aw-run-report.ts'
export { runReportStrings, type RunReportStrings } from './elements/report/run-report-strings.ts'
export { AwRunAttempt } from './monitor/timeline/aw-run-attempt.ts'
export { AwRunCompare, type RunChoice } from './monitor/aw-run-compare.ts'
export { AwRunLog } from './monitor/log/aw-run-log.ts'
export { AwRunMoment } from './monitor/aw-run-moment.ts'
export { AwRunMonitor } from './monitor/aw-run-monitor.ts'
export { AwRunNodes } from './monitor/aw-run-nodes.ts'
export { AwRunTimeline } from './monitor/timeline/aw-run-timeline.ts'
export {
  MomentChangeEvent,
  MonitorViewEvent,
  RunCancelEvent,
  RunCompareEvent,
  RunForkEvent,
  RunRetryEvent,
} from './monitor/monitor-events.ts'
export { monitorViews, runMonitorStrings, type MonitorView, type RunMonitorStrings } from './monitor/monitor-strings.ts'
export { renderRunHtml } from './monitor/html/run-html.ts'
export { AwSourceLines, LineChooseEvent, LinesChangeEvent } from './elements/source/aw-source-lines.ts'
export { AwStepList } from './elements/run/aw-step-list.ts'
export { stepListStrings, type StepListStrings } from './elements/run/step-list-strings.ts'
export { AwPlan, PlanApplyEvent, PlanChangeEvent } from './views/plan/aw-plan.ts'
export { PreparationOpenEvent } from './views/plan/preparation-open-event.ts'
export { planStrings, type PlanStrings } from './views/plan/plan-strings.ts'
export { CommentOpenEvent } from './comments/comment-open-event.ts'
export { AwVersions, VersionsCloseEvent, VersionShowEvent } from './versions/aw-versions.ts'
export { versionsStrings, type VersionsStrings } from './versions/versions-strings.ts'
export type { EditorContext, EditorState, ResultsUrlResolver, ShownResults } from './elements/editor/editor-context.ts'
export { AwWorkflowEditor } from './elements/editor/aw-workflow-editor.ts'
export { chooseFile } from './elements/files/choose-file.ts'
export { editorStrings, type EditorStrings } from './elements/editor/editor-strings.ts'
export { loadPlanStrings, type LoadPlanStrings } from './elements/load-plan/load-plan-strings.ts'
export type { PageSource } from './views/page-cache.ts'
export { reportStrings, type ReportStrings } from './elements/report/report-strings.ts'
export { renderMarkdown } from './elements/report/markdown.ts'
export { pluralize, selectForm, type WordForms } from './language/pluralize.ts'
export { loadLanguage, loadSourceFormat, registerLanguage } from './language/languages.ts'
export type { LanguageSource, LanguageTexts } from './language/language-texts.ts'
export { measureLanguageCompleteness, type LanguageCompleteness } from './language/language-completeness.ts'
export { createNodeTypeTranslator, getNodeTypeMessages, type FindTranslation } from './language/node-type-texts.ts'
export type { NodeTypeTranslator } from './language/node-type-translator.ts'
export { findChoiceLabel, getSettingTitle } from './forms/setting-title.ts'
export { renderProblem, renderProblemSentences, type RenderedProblem } from './language/render-problem.ts'
export { catalogLoadEvents } from './language/render-text.ts'
export { loadMonitorLanguage } from './language/monitor-language.ts'
export { overrideTexts, type TextOverrides } from './language/override-texts.ts'
export { saveFile } from './elements/files/save-file.ts'
export {
  formatBytes,
  formatTimeOfDay,
  formatCost,
  formatCount,
  formatDuration,
  formatEncodingName,
  formatPercent,
} from '@aw-flow/messages'
export { registerIcon } from './icons/icon-shapes.ts'
export type { IconShape, IconShapes } from '@aw-flow/canvas'
export { element, type ElementClass } from './element.ts'
export { icon } from './icons/icon.ts'
export { RovingFocus } from './elements/editor/roving-focus.ts'
export { sessionContext } from './session-context.ts'
export { controls } from './styles/controls.styles.ts'
export { tokens } from './styles/tokens.styles.ts'
export type { TableLineChanges } from './elements/source/table-limits.ts'
export { waitUntilReady } from './wait-until-ready.ts'
export { renderCode } from './render-code.ts'
export { renderSchedule } from './forms/schedule/schedule-field.ts'
export type { SchedulePickerInput } from './forms/schedule/schedule-picker.ts'
export { AwValidationReport, FailingRowEvent } from './views/validation/aw-validation-report.ts'
export { validationStrings, type ValidationStrings } from './views/validation/validation-strings.ts'
