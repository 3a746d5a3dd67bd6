import { AwCanvas } from './canvas/aw-canvas.ts'
import { AwCanvasMenu } from './canvas/aw-canvas-menu.ts'
import { AwMinimap } from './canvas/aw-minimap.ts'
import { AwQuickAdd } from './canvas/aw-quick-add.ts'
import { AwApproval } from './elements/aw-approval.ts'
import { AwCommandPalette } from './elements/aw-command-palette.ts'
import { AwDataTable } from './elements/aw-data-table.ts'
import { AwForm } from './elements/aw-form.ts'
import { AwListField } from './elements/aw-list-field.ts'
import { AwInspector } from './elements/aw-inspector.ts'
import { AwLoadPlan } from './elements/aw-load-plan.ts'
import { AwNodeOptions } from './elements/aw-node-options.ts'
import { AwOutside } from './elements/aw-outside.ts'
import { AwPalette } from './elements/aw-palette.ts'
import { AwPreviewTable } from './elements/aw-preview-table.ts'
import { AwDownloadMenu } from './elements/aw-download-menu.ts'
import { AwResults } from './elements/aw-results.ts'
import { AwRunBar } from './elements/aw-run-bar.ts'
import { AwRunMonitor } from './elements/aw-run-monitor.ts'
import { AwSourceLines } from './elements/aw-source-lines.ts'
import { AwStepList } from './elements/aw-step-list.ts'
import { AwWorkflowEditor } from './elements/aw-workflow-editor.ts'

const elements: Record<string, CustomElementConstructor> = {
  'aw-approval': AwApproval,
  'aw-canvas': AwCanvas,
  'aw-canvas-menu': AwCanvasMenu,
  'aw-command-palette': AwCommandPalette,
  'aw-data-table': AwDataTable,
  'aw-form': AwForm,
  'aw-list-field': AwListField,
  'aw-inspector': AwInspector,
  'aw-load-plan': AwLoadPlan,
  'aw-minimap': AwMinimap,
  'aw-node-options': AwNodeOptions,
  'aw-outside': AwOutside,
  'aw-palette': AwPalette,
  'aw-preview-table': AwPreviewTable,
  'aw-quick-add': AwQuickAdd,
  'aw-download-menu': AwDownloadMenu,
  'aw-results': AwResults,
  'aw-run-bar': AwRunBar,
  'aw-run-monitor': AwRunMonitor,
  'aw-source-lines': AwSourceLines,
  'aw-step-list': AwStepList,
  'aw-workflow-editor': AwWorkflowEditor,
}

/**
 * Registers the elements under their names; importing the package alone registers none. A name that is taken is left as
 * it is, so calling it twice, or with one's own `<aw-workflow-editor>` already defined, does no harm.
 *
 * @example
 * import { defineElements } from '@aw-flow/editor'
 * defineElements()
 * // <aw-workflow-editor> now works; set its `session`.
 */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!registry.get(name)) registry.define(name, element)
  }
}
