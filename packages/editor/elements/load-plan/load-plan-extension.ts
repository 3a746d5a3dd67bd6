import { html } from 'lit'
import type { Extension } from '../../extensions/extension.ts'
import { mountTemplate } from '../../extensions/mount-template.ts'
import type { LoadPlanOpenEvent } from './load-plan-open-event.ts'

/** The plan of a Load node, in a dialog. */
export const loadPlanExtension: Extension = {
  name: 'aw-load-plan',
  on: { 'aw-load-plan-open': (event, editor) => editor.openDialog('aw-load-plan', event) },
  dialogs: [
    {
      id: 'aw-load-plan',
      mount: mountTemplate(
        ({ session, strings, readonly, argument, close }) =>
          html`<aw-load-plan-dialog
            exportparts="text: load-plan-text, table: load-plan-table"
            .session=${session}
            .node=${(argument as LoadPlanOpenEvent).node}
            .strings=${strings.loadPlan}
            ?readonly=${readonly}
            @aw-dialog-close=${close}
          ></aw-load-plan-dialog>`,
      ),
    },
  ],
}
