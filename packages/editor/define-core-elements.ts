import { AwCanvas } from './canvas/aw-canvas.ts'
import { AwCanvasMenu } from './canvas/popups/aw-canvas-menu.ts'
import { AwConnectList } from './canvas/popups/aw-connect-list.ts'
import { AwMinimap } from './canvas/aw-minimap.ts'
import { AwQuickAdd } from './canvas/popups/aw-quick-add.ts'
import { AwPalette } from './elements/palette/aw-palette.ts'
import { AwDownloadMenu } from './elements/results/aw-download-menu.ts'
import { AwResultsDrawer } from './elements/results/aw-results-drawer.ts'
import { AwResults } from './elements/results/aw-results.ts'
import { AwRunBar } from './elements/run/aw-run-bar.ts'
import { AwStepList } from './elements/run/aw-step-list.ts'
import { AwWorkflowEditor } from './elements/editor/aw-workflow-editor.ts'
import { AwExtensionPanel } from './extensions/aw-extension-panel.ts'
import { builtInExtensions } from './extensions/built-in-extensions.ts'
import { registerBuiltInExtensions } from './extensions/extension-registry.ts'
import { registerElements } from './register-elements.ts'

const elements: Record<string, CustomElementConstructor> = {
  'aw-canvas': AwCanvas,
  'aw-canvas-menu': AwCanvasMenu,
  'aw-connect-list': AwConnectList,
  'aw-extension-panel': AwExtensionPanel,
  'aw-minimap': AwMinimap,
  'aw-palette': AwPalette,
  'aw-quick-add': AwQuickAdd,
  'aw-download-menu': AwDownloadMenu,
  'aw-results': AwResults,
  'aw-results-drawer': AwResultsDrawer,
  'aw-run-bar': AwRunBar,
  'aw-step-list': AwStepList,
  'aw-workflow-editor': AwWorkflowEditor,
}

/** Registers the core elements, which an editor needs immediately. Deferred elements may be defined later. @internal */
export const defineCoreElements = (registry: CustomElementRegistry = customElements): void => {
  registerBuiltInExtensions(builtInExtensions)
  registerElements(elements, registry)
}
