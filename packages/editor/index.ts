export { AwCanvas } from './canvas/aw-canvas.ts'
export { AwCanvasMenu, MenuChoiceEvent } from './canvas/aw-canvas-menu.ts'
export { AwMinimap } from './canvas/aw-minimap.ts'
export { AwQuickAdd, QuickAddEvent } from './canvas/aw-quick-add.ts'
export {
  FileDropEvent,
  NodeEnterEvent,
  NodeOpenEvent,
  SelectionChangeEvent,
  ViewChangeEvent,
} from './canvas/canvas-events.ts'
export type { CommandId } from './canvas/commands/command.ts'
export type { KeyBindings } from './canvas/commands/keymap.ts'
export type { ExportKind } from './canvas/export/export-workflow.ts'
export { canvasStrings, type CanvasStrings } from './canvas/canvas-strings.ts'
export { newId, type NewId } from './canvas/new-id.ts'
export type { Point, Rect, View } from './canvas/view.ts'
export { defineElements } from './define-elements.ts'
export {
  AwCommandPalette,
  commandPaletteStrings,
  PaletteCloseEvent,
  type CommandPaletteStrings,
} from './elements/aw-command-palette.ts'
export { AwDataTable, dataTableStrings, type DataTableStrings, type TableSource } from './elements/aw-data-table.ts'
export {
  AwForm,
  FileChosenEvent,
  formStrings,
  SettingChangeEvent,
  SettingOpenEvent,
  type FormStrings,
} from './elements/aw-form.ts'
export { AwListField, ListChangeEvent, listStrings, type ListStrings } from './elements/aw-list-field.ts'
export { AwInspector, InspectorCloseEvent, inspectorStrings, type InspectorStrings } from './elements/aw-inspector.ts'
export {
  AwLoadPlan,
  LoadPlanChangeEvent,
  LoadPlanForgetEvent,
  LoadPlanKeepEvent,
  LoadPlanOpenEvent,
} from './elements/aw-load-plan.ts'
export { AwDownloadMenu, DownloadEvent, downloadStrings, type DownloadStrings } from './elements/aw-download-menu.ts'
export {
  AwOutside,
  HostsChangeEvent,
  outsideStrings,
  SecretRemoveEvent,
  SecretSetEvent,
  type OutsideStrings,
} from './elements/aw-outside.ts'
export { AwPalette, NodeAddEvent, paletteStrings, type PaletteStrings } from './elements/aw-palette.ts'
export { AwPreviewTable, ColumnOpenEvent, RowChooseEvent } from './elements/aw-preview-table.ts'
export {
  AwResults,
  ResultsCloseEvent,
  resultsStrings,
  TabChangeEvent,
  type ResultsStrings,
  type ResultsTab,
} from './elements/aw-results.ts'
export { AwRunBar, runBarStrings, type RunBarStrings } from './elements/aw-run-bar.ts'
export {
  approvalStrings,
  AwApproval,
  DecideEvent,
  type ApprovalDecision,
  type ApprovalStrings,
} from './elements/aw-approval.ts'
export {
  AwNodeOptions,
  NodeOptionEvent,
  nodeOptionStrings,
  type NodeOptionStrings,
} from './elements/aw-node-options.ts'
export { AwRunMonitor, NodeChooseEvent, runMonitorStrings, type RunMonitorStrings } from './elements/aw-run-monitor.ts'
export { AwSourceLines, LineChooseEvent, LinesChangeEvent } from './elements/aw-source-lines.ts'
export { AwStepList, stepListStrings, type StepListStrings } from './elements/aw-step-list.ts'
export { AwWorkflowEditor } from './elements/aw-workflow-editor.ts'
export { chooseFile } from './elements/choose-file.ts'
export { editorStrings, type EditorStrings } from './elements/editor-strings.ts'
export { loadPlanStrings, type LoadPlanStrings } from './elements/load-plan-strings.ts'
export type { PageSource } from './elements/page-cache.ts'
export { reportStrings, type ReportStrings } from './elements/report-strings.ts'
export { saveFile } from './elements/save-file.ts'
export { formatBytes, formatClock, formatCount, formatDuration } from './format.ts'
export { registerIcon, type IconShape, type IconShapes } from './icons/icon-shapes.ts'
export { icon } from './icons/icon.ts'
export { sessionContext } from './session-context.ts'
export { controls } from './styles/controls.styles.ts'
export { tokens } from './styles/tokens.styles.ts'
export type { SettledLines } from './elements/table-limits.ts'
export { withCode } from './with-code.ts'
