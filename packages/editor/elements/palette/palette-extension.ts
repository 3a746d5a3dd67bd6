import { html } from 'lit'
import type { Extension } from '../../extensions/extension.ts'
import { mountTemplate } from '../../extensions/mount-template.ts'

/** The button that opens the command palette, and the dialog for changing keyboard shortcuts. */
export const paletteExtension: Extension = {
  name: 'aw-palette',
  listToolbarItems: ({ strings, toggleCommandPalette }) => [
    { id: 'aw-search', title: strings.search, icon: 'search', run: toggleCommandPalette },
  ],
  on: { 'aw-keys-open': (_, editor) => editor.openDialog('aw-keys') },
  dialogs: [
    {
      id: 'aw-keys',
      mount: mountTemplate(
        ({ keys, close }) => html`<aw-key-dialog .keys=${keys} @aw-dialog-close=${close}></aw-key-dialog>`,
      ),
    },
  ],
}
