import { html } from 'lit'
import type { Extension } from '../../extensions/extension.ts'
import { mountTemplate } from '../../extensions/mount-template.ts'
import type { PreparationOpenEvent } from './preparation-open-event.ts'

/** The plan that a Prepare node executed, in a dialog. */
export const preparationExtension: Extension = {
  name: 'aw-preparation',
  on: { 'aw-preparation-open': (event, editor) => editor.openDialog('aw-preparation', event) },
  dialogs: [
    {
      id: 'aw-preparation',
      mount: mountTemplate(
        ({ session, strings, readonly, argument, close }) =>
          html`<aw-preparation-dialog
            exportparts="operation: plan-operation, list: plan-list, links: plan-links, state: plan-state, drift: plan-drift, examples: plan-examples, form: plan-form"
            .session=${session}
            .node=${(argument as PreparationOpenEvent).node}
            .strings=${strings.plan}
            ?readonly=${readonly}
            @aw-dialog-close=${close}
          ></aw-preparation-dialog>`,
      ),
    },
  ],
}
