import { defineElements } from '@aw-flow/editor'
import { LocalWorkflowEditor } from './local-workflow-editor.ts'

export { configureAssets, currentAssets, registerNodes, type Assets } from './assets.ts'
export { LocalWorkflowEditor } from './local-workflow-editor.ts'

// Several copies of this module on a page: the first one's elements stand.
if (!customElements.get('aw-workflow-editor')) customElements.define('aw-workflow-editor', LocalWorkflowEditor)
defineElements()
