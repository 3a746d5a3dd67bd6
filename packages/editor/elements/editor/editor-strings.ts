import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import type { EngineState } from '@aw-flow/client'
import { defaultLanguage } from '@aw-flow/messages'
import { canvasStrings, type CanvasStrings } from '../../canvas/canvas-strings.ts'
import { planStrings, type PlanStrings } from '../../views/plan/plan-strings.ts'
import { loadPlanStrings, type LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { commandPaletteStrings, type CommandPaletteStrings } from '../palette/command-palette-strings.ts'
import { edgePreviewStrings, type EdgePreviewStrings } from '../edge-preview/edge-preview-strings.ts'
import { inspectorStrings, type InspectorStrings } from '../inspector/inspector-strings.ts'
import { paletteStrings, type PaletteStrings } from '../palette/palette-strings.ts'
import { resultsStrings, type ResultsStrings } from '../results/results-strings.ts'
import { stepListStrings, type StepListStrings } from '../run/step-list-strings.ts'
import { versionsStrings, type VersionsStrings } from '../../versions/versions-strings.ts'
import { runBarStrings, type RunBarStrings } from '../run/run-bar-strings.ts'

/** Default UI strings of the editor and its elements. Hosts override them with the `strings` property. @internal */
export const editorStrings = {
  /** Language of the UI strings, number formats and `lang`, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Translated titles, descriptions and settings of the node types. */
  nodeTypes: identityTranslator,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  name: 'Workflow name',
  saving: {
    saved: 'Saved',
    saving: 'Saving…',
    pending: 'Saved on this device · will be sent',
    rejected: 'Only on this device · rejected by server',
    failed: 'Not saved',
  },
  engine: { loading: 'Starting…', ready: '', failed: 'Not available' } satisfies Record<EngineState, string>,
  undo: 'Undo',
  redo: 'Redo',
  palette: 'Node types',
  inspector: 'Node settings',
  results: 'Results',
  resizeResults: 'Resize results',
  showResults: 'Show results',
  maximizeResults: 'Maximize results',
  restoreResults: 'Restore results',
  resultsBesideCanvas: 'Results beside canvas',
  openResults: 'Open in new tab',
  hidePalette: 'Hide node types',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Zoom to 100%',
  fit: 'Zoom to fit',
  showCanvas: 'Show canvas',
  showSteps: 'Show step list',
  commentsTitle: 'Comments',
  toolbar: 'Toolbar',
  zoom: 'Zoom',
  addNode: 'Add node',
  settings: 'Settings',
  problems: (count: number): string => `${count} ${count === 1 ? 'problem' : 'problems'}`,
  dismiss: 'Dismiss',
  learnMore: 'Learn more',
  close: 'Close',
  subWorkflowPath: 'Sub-workflow path',
  search: 'Commands and search',
  reading: (name: string): string => `Reading ${name}…`,
  incomplete: 'Part of the editor could not be loaded. Check your connection.',
  filesAdded: (fileCount: number): string => `${fileCount} files added, one node each.`,
  folderDropped: (name: string): string => `“${name}” is a folder. Drop its files instead.`,
  addedAsData: (name: string, reason: string): string => `“${name}” was added as data. ${reason}`,
  noLoadNode: 'This workflow has no node that can load this file. Add a Load node and choose the file there.',
  noWorkflowTitle: 'No workflow is open',
  noWorkflowText: 'Set the session property to edit a workflow.',
  fileQuestionTitle: (name: string): string => `“${name}” contains a workflow`,
  fileQuestionText: 'Replace the current workflow? You can undo this.',
  openWorkflow: 'Open workflow',
  loadAsData: 'Load as data',
  cancel: 'Cancel',
  mergeWorkflow: 'Merge',
  fileQuestionMergeText:
    'The file contains a version of this workflow. Merge its changes or replace the workflow. You can undo both.',
  canvas: canvasStrings as CanvasStrings,
  commandPalette: commandPaletteStrings as CommandPaletteStrings,
  versions: versionsStrings as VersionsStrings,
  steps: stepListStrings as StepListStrings,
  paletteStrings: paletteStrings as PaletteStrings,
  inspectorStrings: inspectorStrings as InspectorStrings,
  runBar: runBarStrings as RunBarStrings,
  resultsStrings: resultsStrings as ResultsStrings,
  loadPlan: loadPlanStrings as LoadPlanStrings,
  plan: planStrings as PlanStrings,
  edgePreview: edgePreviewStrings as EdgePreviewStrings,
}
/** @internal */
export type EditorStrings = typeof editorStrings
