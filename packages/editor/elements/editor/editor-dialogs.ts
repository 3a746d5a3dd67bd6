import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import type { KeysChangeEvent } from '../palette/aw-key-form.ts'
import type { EditorStrings } from './editor-strings.ts'

/** Identifies the open dialog of an editor. `node` is the id of the node that it belongs to. */
export type OpenDialog = { kind: 'keys' } | { kind: 'load-plan' | 'preparation'; node: string }

export interface EditorDialogOptions {
  dialog: OpenDialog | undefined
  session: WorkflowSession
  strings: EditorStrings
  isLocked: boolean
  shortcuts: KeyBindings
  onKeysChange: (event: KeysChangeEvent) => void
  close: () => void
}

/** Renders the open dialog, if any. */
export function renderEditorDialog(options: EditorDialogOptions): TemplateResult | typeof nothing {
  const { dialog, session, strings, isLocked, shortcuts, onKeysChange, close } = options
  switch (dialog?.kind) {
    case 'keys':
      return html`<aw-key-dialog
        .keys=${shortcuts}
        @aw-keys-change=${onKeysChange}
        @aw-dialog-close=${close}
      ></aw-key-dialog>`
    case 'load-plan':
      return html`<aw-load-plan-dialog
        exportparts="text: load-plan-text, table: load-plan-table"
        .session=${session}
        .node=${dialog.node}
        .strings=${strings.loadPlan}
        ?readonly=${isLocked}
        @aw-dialog-close=${close}
      ></aw-load-plan-dialog>`
    case 'preparation':
      return html`<aw-preparation-dialog
        exportparts="operation: plan-operation, list: plan-list, links: plan-links, state: plan-state, drift: plan-drift, examples: plan-examples, form: plan-form"
        .session=${session}
        .node=${dialog.node}
        .strings=${strings.plan}
        ?readonly=${isLocked}
        @aw-dialog-close=${close}
      ></aw-preparation-dialog>`
    case undefined:
      return nothing
  }
}
